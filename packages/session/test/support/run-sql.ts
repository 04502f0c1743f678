import type { Diagnostic } from '@tsql/core';
import { Session } from '../../src/index.js';

/** Runs a script: its status, what was reported, and the rows of its queries as CSV without the header. */
export async function runSql(
  sql: string,
  mode: 'batch' | 'streaming' = 'batch',
  settings: Readonly<Record<string, string>> = {},
) {
  const found: Diagnostic[] = [];
  const lines: string[] = [];
  const session = new Session({
    settings: { 'table.local-time-zone': 'UTC', 'execution.runtime-mode': mode, ...settings },
  });
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'test',
    output: 'csv',
    onLine: (line) => lines.push(line),
    onDiagnostic: (diagnostic) => found.push(diagnostic),
  });
  return { status, found, messages: found.map(({ message }) => message), lines: lines.slice(1) };
}
