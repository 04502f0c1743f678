import { spawn } from 'node:child_process';
import { addonPath } from '../../src/load.js';

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** Runs a script in a process of its own; `addon` is there. Killed after `limitMs`. */
export function runScript(script: string, limitMs = 20_000): Promise<Ended> {
  const source = `const addon = require(${JSON.stringify(addonPath())});\n${script}`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, output });
    });
  });
}
