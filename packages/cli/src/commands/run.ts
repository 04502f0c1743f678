import { basename } from 'node:path';
import type { Diagnostic } from '@tsql/core';
import { checkCommandLineSetting } from '@tsql/planner';
import { Session } from '@tsql/session';
import { interruptSignal } from '../interrupt.js';
import { progressLine } from '../progress-line.js';
import { renderDiagnostic } from '../render.js';
import { type InputOptions, readInputs, readVariables } from '../script-input.js';

export interface RunCommandOptions extends InputOptions {
  readonly set: Record<string, string>;
  readonly output?: string;
  readonly jobName?: string;
  readonly progress?: string;
}

/** `tsql run FILE…`: several files are one session in order. Returns the exit status. */
export async function runCommand(files: readonly string[], options: RunCommandOptions): Promise<number> {
  const inputs = readInputs(files, options);
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  const report = (found: Diagnostic) => process.stderr.write(`${renderDiagnostic(found, texts, undefined)}\n`);
  const refused = Object.entries(options.set).flatMap(([key, value]) => checkCommandLineSetting(key, value));
  for (const found of refused) report(found);
  if (refused.some((found) => found.severity === 'error')) return 2;
  const session = new Session({ settings: options.set, variables: readVariables(options) });
  const signal = interruptSignal();
  const progress = progressLine(options.progress);
  let worst = 0;
  for (const { file, text } of inputs) {
    const status = await session.run(text, file, {
      signal,
      jobName: options.jobName ?? basename(file).replace(/\.sql$/, ''),
      onLine: (line) => process.stdout.write(`${line}\n`),
      onDiagnostic(found) {
        progress.clear();
        report(found);
      },
      onProgress: (counters) => progress.show(counters),
      onSummary(summary, plan) {
        progress.clear();
        if (plan.kind === 'job') process.stderr.write(`${progress.summary(summary)}\n`);
      },
    });
    worst = Math.max(worst, status);
    if (status !== 0) break;
  }
  return worst;
}
