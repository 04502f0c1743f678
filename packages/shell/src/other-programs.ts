import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PagerProcess } from './output/paged-lines.js';

/** The shell's hold on the terminal. */
export interface TerminalLease {
  /** Takes the terminal. */
  start(): void;
  /** Leaves it to somebody else. */
  stop(): void;
}

/** Lends the terminal to another program for a while. */
export async function withTerminal<T>(lease: TerminalLease, action: () => Promise<T>): Promise<T> {
  lease.stop();
  try {
    return await action();
  } finally {
    lease.start();
  }
}

/** Starts a pager that reads lines. Where it cannot be started the lines are lost to nobody: its shell says why. */
export function openPager(command: string, lease: TerminalLease, env: NodeJS.ProcessEnv): PagerProcess {
  lease.stop();
  const child = spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'], env });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', () => resolve());
  });
  // Its user has left it before the last line: what follows is not wanted.
  child.stdin.on('error', () => {});
  return {
    write: (line) => child.stdin.write(`${line}\n`),
    async end() {
      child.stdin.end();
      await ended;
      lease.start();
    },
  };
}

/** Has a text edited by $VISUAL, $EDITOR or vi; the file is the user's alone and is gone afterwards. */
export async function editText(text: string, env: NodeJS.ProcessEnv): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tsql-'));
  const file = join(folder, 'statement.sql');
  try {
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
    const command = env.VISUAL || env.EDITOR || 'vi';
    const child = spawn(`${command} "$TSQL_FILE"`, { shell: true, stdio: 'inherit', env: { ...env, TSQL_FILE: file } });
    const isFine = await new Promise<boolean>((resolve) => {
      child.on('close', (code) => resolve(code === 0));
      child.on('error', () => resolve(false));
    });
    return isFine ? readFileSync(file, 'utf8') : text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
