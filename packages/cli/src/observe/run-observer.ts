import type { Diagnostic } from '@tsql/core';
import type { JobProgress, JobSummary } from '@tsql/session';

/** A job or a query of a run. */
export interface ObservedJob {
  readonly kind: 'job' | 'query';
}

/** Hears what a run tells; the progress line, the log and the metrics are such. */
export interface RunObserver {
  diagnostic(found: Diagnostic): void;
  /** Of one job, each second. The counters go on changing. */
  progress(counters: JobProgress, job: ObservedJob): void;
  summary(summary: JobSummary, job: ObservedJob): void;
}
