import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTxtar } from '@tsql/replay';

const TSQL = join(import.meta.dirname, '../../bin/tsql');
/** Sections that say what is run and what came of it; all others are files. */
const OUTCOME = ['command', 'status', 'stdout', 'stderr'] as const;

/** The transcripts of a folder: txtar files with `command`, `status`, `stdout`, `stderr` and the files of the command. */
export function transcriptsIn(folder: string): { readonly name: string; readonly path: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txtar'))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }));
}

/**
 * Runs a transcript's command in a folder of its own and returns what is recorded and what came now. Variables stand in
 * the environment; their values are shown by name. With TSQL_UPDATE_TRANSCRIPTS=1 the file takes what came.
 */
export async function runTranscript(path: string, variables: Record<string, string> = {}) {
  const text = readFileSync(path, 'utf8');
  const { comment, sections } = parseTxtar(text);
  const folder = mkdtempSync(join(tmpdir(), 'tsql-transcript-'));
  const files = [...sections].filter(([name]) => !OUTCOME.some((each) => each === name));
  try {
    for (const [name, content] of files) writeFileSync(join(folder, name), content);
    const command = fill(sections.get('command')?.trim() ?? '', variables);
    const found = show(await execute(command, folder, variables), variables);
    if (process.env.TSQL_UPDATE_TRANSCRIPTS === '1') {
      const all = [...files, ['command', sections.get('command') ?? ''], ...Object.entries(found)] as const;
      const parts = all.filter(([, content]) => content !== '').map(([name, content]) => `-- ${name} --\n${content}`);
      writeFileSync(path, comment + parts.join(''));
      return { found, recorded: found };
    }
    const recorded = Object.fromEntries(Object.keys(found).map((name) => [name, sections.get(name) ?? '']));
    return { found, recorded };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Outcome {
  readonly status: string;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(command: string, cwd: string, variables: Record<string, string>): Promise<Outcome> {
  const args = command.match(/'[^']*'|\S+/g)?.map((arg) => arg.replace(/^'(.*)'$/, '$1')) ?? [];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', NO_COLOR: '1', ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [TSQL, ...args], { cwd, env, timeout: 30_000 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : (error.code ?? error.signal);
      resolve({ status: `${status}\n`, stdout, stderr });
    });
  });
}

const fill = (text: string, variables: Record<string, string>): string =>
  text.replace(/\{\{ (\w+) \}\}/g, (whole, name: string) => variables[name] ?? whole);

/** Values of variables by name, durations and times as `…`. */
function show(outcome: Outcome, variables: Record<string, string>): Outcome {
  const plain = (text: string) =>
    Object.entries(variables)
      .reduce((shown, [name, value]) => shown.replaceAll(value, `{{ ${name} }}`), text)
      .replace(/\b\d+\.\d\d s\b/g, '… s');
  return { status: outcome.status, stdout: plain(outcome.stdout), stderr: plain(outcome.stderr) };
}
