import type { Diagnostic } from '@tsql/core';
import type { JobProgress, JobSummary } from '@tsql/session';
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { jobFigures } from './job-metrics.js';
import type { ObservedJob, RunObserver } from './run-observer.js';

const STDERR = 2;
const LEVELS = { error: 'error', warning: 'warn', notice: 'info' } as const;
/** A running job's figures are logged so often at most. Milliseconds. */
const PROGRESS_EVERY_MS = 10_000;

/** One JSON object a line on stderr, in place of what people read: each diagnostic, a job's figures as it runs, and its summary. */
export class JsonLog implements RunObserver {
  private readonly logger: Logger;
  private lastProgress: number;

  constructor(
    jobName: string,
    private readonly now: () => number = Date.now,
    stream: DestinationStream = destination({ dest: STDERR, sync: true }),
  ) {
    this.lastProgress = now();
    this.logger = pino(
      {
        base: { job_name: jobName },
        messageKey: 'message',
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
      },
      stream,
    );
  }

  diagnostic({ code, severity, message, hint, span, related }: Diagnostic): void {
    const place = span === undefined ? {} : { file: span.file, line: span.start.line, column: span.start.column };
    const more = { ...(hint === undefined ? {} : { hint }), ...(related === undefined ? {} : { related }) };
    this.logger[LEVELS[severity]]({ code, ...place, ...more }, message);
  }

  progress(counters: JobProgress): void {
    const now = this.now();
    if (now - this.lastProgress < PROGRESS_EVERY_MS) return;
    this.lastProgress = now;
    this.logger.info(jobFigures(counters, now), 'running');
  }

  summary(summary: JobSummary, { kind }: ObservedJob): void {
    if (kind !== 'job') return;
    const { durationMs, unacknowledged, wasInterrupted } = summary;
    const figures = {
      ...jobFigures(summary, this.now()),
      seconds: durationMs / 1000,
      records_unacknowledged: unacknowledged,
    };
    this.logger[unacknowledged > 0 ? 'error' : 'info'](figures, wasInterrupted ? 'interrupted' : 'done');
  }
}
