import type { Diagnostic } from '@tsql/core';
import type { JobProgress, JobSummary } from '@tsql/session';
import { progressLine } from '../progress-line.js';
import { renderDiagnostic } from '../render.js';
import type { ObservedJob, RunObserver } from './run-observer.js';

/** What people read on stderr: diagnostics with their lines, the progress on a terminal, a job's summary. */
export class TextLog implements RunObserver {
  private readonly line: ReturnType<typeof progressLine>;

  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    progress: string | undefined,
  ) {
    this.line = progressLine(progress);
  }

  diagnostic(found: Diagnostic): void {
    this.line.clear();
    process.stderr.write(`${renderDiagnostic(found, this.texts, undefined)}\n`);
  }

  progress(counters: JobProgress): void {
    this.line.show(counters);
  }

  summary(summary: JobSummary, { kind }: ObservedJob): void {
    this.line.clear();
    if (kind === 'job') process.stderr.write(`${this.line.summary(summary)}\n`);
  }
}
