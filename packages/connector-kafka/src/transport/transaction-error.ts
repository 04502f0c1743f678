import { diagnostic, ReplayError, TsqlError } from '@tsql/core';
import type { KafkaError } from '@tsql/kafka-native';
import { kafkaError } from './kafka-error.js';
import { PRODUCER_ERRORS, rejectedRecords } from './rejected-records.js';
import type { TracedFailure } from './sent-origins.js';

export interface TransactionPlace {
  readonly servers: string;
  /** The transactional id. */
  readonly id: string;
  readonly timeoutMs: number;
  /** How long the transaction has been open. */
  readonly ageMs: number;
  /** How long the call was tried; `timeoutMs` unless told. */
  readonly waitedMs?: number;
}

/** What the broker answers to a producer whose id was initialized by another one, or whose transaction it has aborted. */
const FENCED = new Set(['_FENCED', 'PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'FENCED_INSTANCE_ID']);

/**
 * Broker and producer no longer agree on what is open, and nobody else has the id: a new producer of it aborts what there is, and
 * goes on.
 */
const DISAGREEING = new Set([
  'INVALID_TXN_STATE',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNKNOWN_PRODUCER_ID',
  '_INCONSISTENT',
]);

export function needsNewProducer(error: unknown): boolean {
  const { fatal, errorName } = (error ?? {}) as Partial<KafkaError>;
  return fatal === true && DISAGREEING.has(errorName ?? '');
}

/**
 * A failed call of a transaction with a code of ours; a `ReplayError` where the transaction can be aborted and done again.
 * `failures` are the records that were not delivered meanwhile: they are what a transaction fails of, mostly.
 */
export function transactionError(
  error: unknown,
  failures: readonly TracedFailure[],
  place: TransactionPlace,
): TsqlError {
  const found = error as Partial<KafkaError>;
  const reason = error instanceof Error ? error.message : String(error);
  const { id, servers, timeoutMs, ageMs } = place;
  const waitedMs = place.waitedMs ?? timeoutMs;
  const make = (code: Parameters<typeof diagnostic>[0], Kind = TsqlError) =>
    new Kind(diagnostic(code, { id, servers, timeoutMs, ageMs, waitedMs, reason }), { cause: error });
  if (found.errorName === 'INVALID_TRANSACTION_TIMEOUT') return make('TSQL_TXN_TIMEOUT_TOO_LARGE');
  if (found.fatal === true && FENCED.has(found.errorName ?? '')) {
    return ageMs >= timeoutMs ? make('TSQL_TXN_TIMED_OUT', ReplayError) : make('TSQL_TXN_FENCED');
  }
  const rejected = rejectedRecords(failures);
  if (rejected !== undefined) return rejected;
  // Of a record: if nothing can be done, the abort says so.
  const isOfProducer = found.fatal !== true && PRODUCER_ERRORS.has(found.errorName ?? '');
  if (found.abortable === true || isOfProducer || needsNewProducer(error)) {
    return make('TSQL_TXN_ABORTED', ReplayError);
  }
  if (found.retriable === true) return make('TSQL_TXN_COORDINATOR', ReplayError);
  return kafkaError(error, { servers, timeoutMs });
}
