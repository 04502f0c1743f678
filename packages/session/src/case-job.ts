import { type Diagnostic, renderCodeFrame } from '@tsql/core';
import type { CaseScript, JobOutcome } from '@tsql/replay';
import { Session, type SessionOptions } from './session.js';
import type { Variables } from './variables.js';

export interface CaseJobOptions extends Pick<SessionOptions, 'now' | 'random' | 'connectors'> {
  readonly variables: Variables;
  /** Over those under which cases were recorded. */
  readonly settings: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Runs a tested job: scripts in order, as one session, until one fails. */
export async function runCaseJob(
  scripts: readonly CaseScript[],
  { signal, settings, ...options }: CaseJobOptions,
): Promise<JobOutcome> {
  const errors: { readonly found: Diagnostic; readonly text: string }[] = [];
  const lines: string[] = [];
  const session = new Session({ ...options, settings: { 'table.local-time-zone': 'UTC', ...settings } });
  let exitStatus = 0;
  for (const { file, text } of scripts) {
    exitStatus = await session.run(text, file, {
      signal,
      jobName: 'case',
      onLine: (line) => lines.push(line),
      onDiagnostic: (found) => {
        if (found.severity === 'error') errors.push({ found, text });
      },
    });
    if (exitStatus !== 0) break;
  }
  return {
    exitStatus,
    messages: errors.map(({ found, text }) => renderCodeFrame(text, found, {})).join('\n'),
    errors: errors.map(({ found: { code, span } }) => ({ code, line: span?.start.line, column: span?.start.column })),
    lines,
  };
}
