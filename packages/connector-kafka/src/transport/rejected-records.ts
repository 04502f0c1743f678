import { diagnostic, TsqlError } from '@tsql/core';
import type { DeliveryFailure } from '@tsql/kafka-native';

/** Failures that say nothing of the record: it was given up with others, or there was no time. */
const NOT_THE_RECORDS = new Set([
  '_PURGE_QUEUE',
  '_PURGE_INFLIGHT',
  '_MSG_TIMED_OUT',
  '_TIMED_OUT',
  '_FATAL',
  '_FENCED',
]);

/** The error of records that the client or the broker will not take, or undefined where there are none. */
export function rejectedRecords(failures: readonly DeliveryFailure[]): TsqlError | undefined {
  const rejected = failures.filter(({ error }) => isRejection(error));
  const [first] = rejected;
  if (first === undefined) return undefined;
  const count = rejected.length === 1 ? '1 record was' : `${rejected.length} records were`;
  return new TsqlError(
    diagnostic('TSQL_KAFKA_RECORD_REJECTED', { count, topic: first.topic, reason: first.error.message }),
    { cause: first.error },
  );
}

function isRejection({ errorName, retriable, fatal }: DeliveryFailure['error']): boolean {
  return !NOT_THE_RECORDS.has(errorName) && !retriable && !fatal;
}
