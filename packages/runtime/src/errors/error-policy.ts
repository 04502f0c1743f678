import { type Diagnostic, diagnostic, type OnErrorPlan, type RecordBatch, TsqlError } from '@tsql/core';
import type { JobProgress } from '../job/job-context.js';
import type { DeadLetterWriter } from './dead-letter-writer.js';

/** So many records are told of one by one; the summary counts all. */
const TOLD = 10;

/** What a table does with records that fail: leaves them out, or diverts them, up to its limit. */
export class ErrorPolicy {
  constructor(
    private readonly plan: OnErrorPlan,
    private readonly deadLetters: DeadLetterWriter | undefined,
    private readonly progress: JobProgress,
    private readonly notify: (found: Diagnostic) => void,
  ) {}

  /** Takes record `index` of the batch out of the job. Fails where that is one too many. */
  divert(batch: RecordBatch, index: number, found: Diagnostic, part: string): void {
    const { progress } = this;
    const { mode, maxRecords } = this.plan;
    const count = progress.recordsSkippedOnError + progress.recordsDeadLettered;
    const place = {
      topic: batch.topics[batch.topic[index] ?? 0] ?? '',
      partition: batch.partition[index] ?? 0,
      offset: batch.offset[index] ?? 0,
    };
    if (maxRecords !== undefined && count >= maxRecords) {
      throw new TsqlError(
        diagnostic('TSQL_RUN_TOO_MANY_ERRORS', {
          ...place,
          limit: maxRecords,
          code: found.code,
          reason: found.message,
        }),
      );
    }
    if (mode === 'skip') progress.recordsSkippedOnError++;
    else {
      this.deadLetters?.add(batch, index, { code: found.code, message: found.message, part });
      progress.recordsDeadLettered++;
    }
    if (count >= TOLD) return;
    const done = mode === 'skip' ? 'skipped' : 'dead-lettered';
    this.notify(diagnostic('TSQL_RUN_RECORD_DIVERTED', { ...place, done, code: found.code, reason: found.message }));
  }
}
