import { RejectedRecordsError, ReplayError } from '@tsql/core';
import type { KafkaError } from '@tsql/kafka-native';
import { expect, test } from 'vitest';
import { transactionError } from '../../src/transport/transaction-error.js';

const PLACE = { servers: 'broker:9092', id: 'job-0-0', timeoutMs: 10_000, ageMs: 12_000 };

const clientError = (errorName: string, more: Partial<KafkaError> = {}): KafkaError =>
  Object.assign(new Error(errorName), {
    code: 1,
    errorName,
    fatal: false,
    retriable: false,
    abortable: false,
    ...more,
  });

/** What a transaction makes of a record that came back. */
function ofRecord(errorName: string) {
  const error = clientError(errorName);
  return transactionError(error, [{ topic: 'out', partition: 0, sequence: 0, error, origin: undefined }], PLACE);
}

test.each([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'UNKNOWN_PRODUCER_ID',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
])('%s is no fault of the record that came back with it', (errorName) => {
  const found = ofRecord(errorName);
  expect(found).toBeInstanceOf(ReplayError);
  expect(found).not.toBeInstanceOf(RejectedRecordsError);
  expect(found.diagnostic.code).toBe('TSQL_TXN_ABORTED');
});

test.each(['MSG_SIZE_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'])('%s is one', (errorName) => {
  const found = ofRecord(errorName);
  expect(found).toBeInstanceOf(RejectedRecordsError);
  expect(found.diagnostic.code).toBe('TSQL_KAFKA_RECORD_REJECTED');
});

test('a producer that is fenced for good is told whether its time was over', () => {
  const fenced = clientError('_FENCED', { fatal: true });
  expect(transactionError(fenced, [], PLACE).diagnostic.code).toBe('TSQL_TXN_TIMED_OUT');
  expect(transactionError(fenced, [], { ...PLACE, ageMs: 100 }).diagnostic.code).toBe('TSQL_TXN_FENCED');
});
