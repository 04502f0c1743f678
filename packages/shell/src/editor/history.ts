import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_ENTRIES = 2_000;

/**
 * Whole statements, oldest first, kept in a file that its owner alone can read: a JSON text a line. A file that cannot be
 * read or written costs the history, never the shell.
 */
export class History {
  private readonly entries: string[];

  /** Takes out of a statement what must not be kept. */
  clean: (statement: string) => string = (statement) => statement;

  /** Without a file the history lasts as long as the shell. */
  constructor(private readonly file: string | undefined) {
    this.entries = file === undefined ? [] : readEntries(file);
  }

  get length(): number {
    return this.entries.length;
  }

  at(index: number): string | undefined {
    return this.entries[index];
  }

  /** Adds a statement; the same one twice in a row counts once. */
  add(statement: string): void {
    const text = this.clean(statement).trim();
    if (text === '' || text === this.entries.at(-1)) return;
    this.entries.push(text);
    if (this.file !== undefined) append(this.file, text);
  }

  /** The last entry before `index` that holds the text, letter case ignored; undefined where there is none. */
  search(text: string, index: number): number | undefined {
    const wanted = text.toLowerCase();
    for (let at = index - 1; at >= 0; at--) if (this.entries[at]?.toLowerCase().includes(wanted)) return at;
    return undefined;
  }
}

function readEntries(file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const entries = lines.flatMap(parseLine);
    if (entries.length <= MAX_ENTRIES) return entries;
    const kept = entries.slice(-MAX_ENTRIES / 2);
    const next = `${file}.${process.pid}`;
    writeFileSync(next, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
    renameSync(next, file);
    return kept;
  } catch {
    return [];
  }
}

/** A line that is no JSON text, such as half of one, is passed over. */
function parseLine(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}

function append(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${JSON.stringify(text)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch {
    // a folder that cannot be written: the history lasts as long as the shell
  }
}
