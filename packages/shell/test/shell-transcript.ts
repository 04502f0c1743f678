import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseRecord, toBytes } from '@tsql/replay';
import { connectorsByIdentifier, MemoryBroker, memoryConnectors, Session } from '@tsql/session';
import { CaseRunner, MEMORY } from '../../cli/src/commands/test/case-runner.js';
import { plainPaint } from '../src/editor/palette.js';
import { ReadNotes } from '../src/save-test/read-notes.js';
import { Shell } from '../src/shell.js';
import type { ShellOutput } from '../src/shell-output.js';

const PROMPT = 'tsql> ';
const CONTINUATION = '    > ';
const COLUMNS = 80;
/** Of records that bring no time. */
const NOW = Date.UTC(2025, 0, 1);

/** The transcripts of a folder. */
export function transcriptsIn(folder: string): { readonly name: string; readonly path: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.q'))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }));
}

/**
 * Runs a transcript: what is typed stands behind the prompt, what comes of it below, both as on a terminal of 80 columns;
 * Kafka is in memory. Lines that begin with `#` are comments, but for these:
 *
 * - `#! topic NAME PARTITIONS` makes a topic; `#! record {…}` puts a record into one, as in a case's `input.jsonl`
 * - `#! file NAME "…"` writes a file, `#! show NAME` shows one; relative paths are below a new folder
 * - `#! columns N` makes the terminal so wide
 * - `#! interrupt TEXT` presses Ctrl-C as soon as the next input has printed that text
 *
 * Returns the transcript as it should be and as it is. With TSQL_UPDATE_TRANSCRIPTS=1 the file takes what came.
 */
export async function runTranscript(path: string): Promise<{ readonly found: string; readonly recorded: string }> {
  const recorded = readFileSync(path, 'utf8');
  const run = new TranscriptRun();
  try {
    for (const line of inputsOf(recorded)) await run.step(line);
  } finally {
    run.close();
  }
  const found = `${run.lines.join('\n')}\n`;
  if (process.env.TSQL_UPDATE_TRANSCRIPTS === '1') writeFileSync(path, found);
  return { found, recorded: process.env.TSQL_UPDATE_TRANSCRIPTS === '1' ? found : recorded };
}

/** The lines of a transcript that are no output; an input of several lines is one. */
function inputsOf(transcript: string): string[] {
  const inputs: string[] = [];
  let isInput = false;
  for (const line of transcript.split('\n')) {
    const goesOn = isInput && line.startsWith(CONTINUATION.trimEnd());
    if (goesOn) inputs.push(`${inputs.pop()}\n${line}`);
    else if (line.startsWith('#') || line.startsWith(PROMPT.trimEnd())) inputs.push(line);
    isInput = goesOn || line.startsWith(PROMPT.trimEnd());
  }
  return inputs;
}

class TranscriptRun {
  readonly lines: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'tsql-shell-'));
  private readonly broker = new MemoryBroker({ now: () => NOW, random: () => 0 });
  private columns = COLUMNS;
  private interruptAt: string | undefined;
  private readonly shell: Shell;

  constructor() {
    const output: ShellOutput = {
      line: (text) => this.print(text),
      columns: () => this.columns,
      rows: () => undefined,
      paint: plainPaint,
      status: () => {},
      clear: () => this.print('(the screen is cleared)'),
    };
    const notes = new ReadNotes();
    const session = new Session({
      connectors: notes.wrap(memoryConnectors(connectorsByIdentifier(), this.broker)),
      settings: { 'table.local-time-zone': 'UTC', 'tsql.brokers': this.broker.servers },
      now: () => NOW,
    });
    this.shell = new Shell({
      session,
      output,
      clock: () => 0,
      folder: this.folder,
      notes,
      async completeCase(text) {
        const runner = await CaseRunner.create(MEMORY);
        return runner.complete(text);
      },
    });
  }

  async step(input: string): Promise<void> {
    this.lines.push(input);
    if (input.startsWith('#!')) await this.arrange(input.slice(2).trim());
    if (input.startsWith('#')) return;
    const text = input
      .split('\n')
      .map((line) => line.slice(PROMPT.length))
      .join('\n');
    if (!Shell.isComplete(text)) this.print('(unfinished)');
    else await this.shell.submit(text);
    if (this.shell.isDone) this.print('(the shell ends)');
    this.interruptAt = undefined;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private print(text: string): void {
    this.lines.push(text.replaceAll(this.folder, '.'));
    if (this.interruptAt === undefined || !text.includes(this.interruptAt)) return;
    this.interruptAt = undefined;
    setImmediate(() => this.shell.interrupt());
  }

  private async arrange(directive: string): Promise<void> {
    const [, verb = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(directive) ?? [];
    const [name = '', argument = ''] = [/^\S+/.exec(rest)?.[0], rest.replace(/^\S+\s*/, '')];
    switch (verb) {
      case 'topic':
        return this.broker.createTopics(new Map([[name, Number(argument)]]));
      case 'record':
        return this.broker.produce([toRecord(JSON.parse(rest) as CaseRecord)]);
      case 'file':
        return writeFileSync(join(this.folder, name), JSON.parse(argument) as string);
      case 'show':
        return this.print(readFileSync(join(this.folder, name), 'utf8').trimEnd());
      case 'columns':
        this.columns = Number(name);
        return;
      case 'interrupt':
        this.interruptAt = rest;
        return;
      default:
        throw new Error(`unknown directive '${directive}'`);
    }
  }
}

function toRecord({ topic, partition, key, value, headers, timestamp }: CaseRecord) {
  return {
    topic,
    partition: partition ?? 0,
    key: toBytes(key),
    value: toBytes(value),
    headers: (headers ?? []).map(([name, bytes]) => [name, toBytes(bytes)] as const),
    timestamp,
  };
}
