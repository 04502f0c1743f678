import { diagnostic, RejectedRecordsError } from '@tsql/core';
import type { TracedFailure } from './sent-origins.js';

/**
 * What a broker answers to a record of a producer that it does not know any more, or whose transaction it has aborted: a process that
 * was stopped for too long hears it. A new transaction can hold the record.
 */
export const PRODUCER_ERRORS: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'UNKNOWN_PRODUCER_ID',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  '_INCONSISTENT',
]);

/** Failures that say nothing of the record: it was given up with others, or there was no time. */
const NOT_THE_RECORDS = new Set([
  '_PURGE_QUEUE',
  '_PURGE_INFLIGHT',
  '_MSG_TIMED_OUT',
  '_TIMED_OUT',
  '_FATAL',
  '_FENCED',
  '_STATE',
]);

/** The error of records that the client or the broker will not take, or undefined where there are none. */
export function rejectedRecords(failures: readonly TracedFailure[]): RejectedRecordsError | undefined {
  const rejected = failures.filter(({ error }) => isRejection(error));
  const [first] = rejected;
  if (first === undefined) return undefined;
  const say = (count: string, { topic, error }: TracedFailure) =>
    diagnostic('TSQL_KAFKA_RECORD_REJECTED', { count, topic, reason: error.message });
  const count = rejected.length === 1 ? '1 record was' : `${rejected.length} records were`;
  return new RejectedRecordsError(
    say(count, first),
    rejected.map((each) => ({ origin: each.origin, diagnostic: say('1 record was', each) })),
    { cause: first.error },
  );
}

function isRejection({ errorName, retriable, fatal }: TracedFailure['error']): boolean {
  return !NOT_THE_RECORDS.has(errorName) && !PRODUCER_ERRORS.has(errorName) && !retriable && !fatal;
}
