import { type Position, ReplayError } from '@tsql/core';
import { createMockCluster, type MockCluster } from '@tsql/kafka-native';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KafkaSource } from '../../src/transport/kafka-source.js';
import { KafkaTransaction } from '../../src/transport/kafka-transaction.js';

const OFFSET_FETCH = 9;
const ADD_OFFSETS_TO_TXN = 25;
const INVALID_PRODUCER_EPOCH = 47;
const TRANSACTION_MS = 1_000;

let cluster: MockCluster;
let source: KafkaSource;
let transaction: KafkaTransaction;

beforeEach(async () => {
  cluster = createMockCluster();
  cluster.createTopic('in', 1);
  cluster.createTopic('out', 1);
  const properties = { 'bootstrap.servers': cluster.bootstrapServers() };
  source = new KafkaSource({
    topics: ['in'],
    topicPattern: undefined,
    properties,
    groupId: 'group',
    startup: { mode: 'earliest-offset' },
    bounded: { mode: 'unbounded' },
    discoveryIntervalMs: 0,
  });
  transaction = await KafkaTransaction.join(
    {
      topic: 'out',
      properties: { ...properties, 'transaction.timeout.ms': String(TRANSACTION_MS) },
      deliveryGuarantee: 'exactly-once',
      transactionalIdPrefix: undefined,
    },
    { jobName: 'job', instance: '0', task: undefined, shared: new Map(), setting: () => undefined },
  );
  await source.open();
  await transaction.start();
});

afterEach(async () => {
  await transaction.leave();
  await source.close();
  await cluster.close();
});

const at = (offset: number): Position[] => [{ topic: 'in', partition: 0, offset }];
const written = Promise.resolve();
const commit = async (offset: number) => {
  await transaction.commit(written, [{ source, positions: at(offset) }]);
  // librdkafka's brokers forget the positions of a transaction.
  await source.commit(at(offset));
};

/** A commit that the coordinator refuses as a fenced producer's, of a transaction that has taken so long. */
async function fencedAfter(ms: number): Promise<ReplayError> {
  cluster.failRequests(ADD_OFFSETS_TO_TXN, [INVALID_PRODUCER_EPOCH]);
  const late = new Promise((resolve) => setTimeout(resolve, ms));
  transaction.noteWrite();
  // Written, as far as the transaction can tell, so long ago.
  (transaction as unknown as { noteWrite: () => void }).noteWrite = () => {};
  return transaction.commit(late, [{ source, positions: at(7) }]).then(
    () => expect.unreachable(),
    (error) => error,
  );
}

test('a transaction that was open for too long is done again by a new producer, from the positions that the group has', async () => {
  await commit(5);
  const former = transaction.producer;
  const error = await fencedAfter(TRANSACTION_MS + 100);
  expect(error).toBeInstanceOf(ReplayError);
  expect(error.diagnostic.code).toBe('TSQL_TXN_TIMED_OUT');
  expect(await transaction.abort(true)).toBe(false);
  expect(transaction.producer).not.toBe(former);
  await commit(7);
  expect(await source.recall(at(5), at(7), true)).toBe('next');
});

test('where no positions are stored it ends the job, and says what that means', async () => {
  const error = await fencedAfter(TRANSACTION_MS + 100);
  await expect(transaction.abort(true)).rejects.toMatchObject({ diagnostic: { code: 'TSQL_TXN_TIMED_OUT' } });
  expect(error.diagnostic.message).toMatch(
    /^the broker has aborted the transaction of job-0-0, which was open for \d+ ms and may be for 1000 ms: /,
  );
  expect(error.diagnostic.hint).toMatch(
    /^nothing of it is seen\..*'properties\.group\.id' or --resume goes on where it committed last.*'scan\.startup\.mode'.*raise 'properties\.transaction\.timeout\.ms'/,
  );
});

test('a job that ends makes no new producer, which would fence whoever has the id now', async () => {
  await commit(5);
  const former = transaction.producer;
  await fencedAfter(TRANSACTION_MS + 100);
  await expect(transaction.abort()).rejects.toMatchObject({ diagnostic: { code: 'TSQL_TXN_TIMED_OUT' } });
  expect(transaction.producer).toBe(former);
});

test('positions that somebody else has stored meanwhile tell that the id is theirs', async () => {
  await commit(5);
  await fencedAfter(TRANSACTION_MS + 100);
  const other = new KafkaSource(
    (source as unknown as { transport: ConstructorParameters<typeof KafkaSource>[0] }).transport,
  );
  await other.open();
  await other.commit(at(9));
  await other.close();
  const former = transaction.producer;
  await expect(transaction.abort(true)).rejects.toMatchObject({ diagnostic: { code: 'TSQL_TXN_FENCED' } });
  expect(transaction.producer).toBe(former);
});

test('within its time a fenced producer is another process, whatever the positions are', async () => {
  await commit(5);
  const error = await fencedAfter(0);
  expect(error).not.toBeInstanceOf(ReplayError);
  expect(error.diagnostic.code).toBe('TSQL_TXN_FENCED');
  await expect(transaction.abort(true)).rejects.toMatchObject({ diagnostic: { code: 'TSQL_TXN_FENCED' } });
});

test('positions are asked for again while nobody answers', async () => {
  await commit(5);
  cluster.failRequests(OFFSET_FETCH, [13, 13, 13]);
  expect(await source.recall(at(5), undefined, true)).toBe('last');
  expect(await source.recall(at(4), at(5), true)).toBe('next');
  expect(await source.recall(at(5), at(5), true)).toBe('same');
  expect(await source.recall(at(4), at(6), false)).toBe('other');
});
