import { expect, test } from 'vitest';
import { mockClients } from './support/clients.js';
import { batchOf, numbered, send } from './support/records.js';

const CONFIG = { 'transactional.id': 'tx', 'transaction.timeout.ms': '10000' };
const PRODUCE = 0;
const FIND_COORDINATOR = 10;
const ADD_PARTITIONS_TO_TXN = 24;
const NOT_COORDINATOR = 16;
const INVALID_PRODUCER_EPOCH = 47;
const TOPIC_AUTHORIZATION_FAILED = 29;

test('a transaction begins, holds offsets and is committed', async () => {
  const { producer, consumer } = mockClients();
  const writer = producer(CONFIG);
  const reader = consumer();
  await writer.initTransactions(10_000);
  await writer.beginTransaction();
  await send(writer, 't', numbered(0, 3));
  await writer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 42, metadata: 'm' }], reader, 10_000);
  await writer.commitTransaction(10_000);
  await writer.beginTransaction();
  await writer.abortTransaction(10_000);
});

test("the look for the group's coordinator goes on after an error, though no broker comes or goes", async () => {
  const { cluster, producer, consumer } = mockClients();
  const writer = producer(CONFIG);
  await writer.initTransactions(10_000);
  await writer.beginTransaction();
  cluster.failRequests(FIND_COORDINATOR, [NOT_COORDINATOR, NOT_COORDINATOR]);
  await writer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 42 }], consumer(), 10_000);
  await writer.commitTransaction(10_000);
});

test('calls in the wrong order are refused', async () => {
  const { producer } = mockClients();
  const writer = producer(CONFIG);
  await expect(writer.beginTransaction()).rejects.toMatchObject({ errorName: '_STATE', retriable: false });
  await writer.initTransactions(10_000);
  await expect(writer.commitTransaction(10_000)).rejects.toMatchObject({ errorName: '_STATE' });
  await expect(producer().initTransactions(10_000)).rejects.toMatchObject({ errorName: '_NOT_CONFIGURED' });
});

test('a failure that spoils the transaction is abortable; after the abort it goes on', async () => {
  const { cluster, producer } = mockClients();
  const writer = producer(CONFIG);
  await writer.initTransactions(10_000);
  await writer.beginTransaction();
  cluster.failRequests(ADD_PARTITIONS_TO_TXN, [TOPIC_AUTHORIZATION_FAILED]);
  writer.produce('t', batchOf(numbered(0, 2)), 0);
  await expect(writer.commitTransaction(10_000)).rejects.toMatchObject({ abortable: true, fatal: false });
  await writer.abortTransaction(10_000);
  expect(writer.takeFailures().map(({ sequence, error }) => [sequence, error.abortable])).toEqual([
    [0, true],
    [1, true],
  ]);
  await writer.beginTransaction();
  await send(writer, 't', numbered(2, 4));
  await writer.commitTransaction(10_000);
});

test('a fenced producer is told so by a fatal error, on every call', async () => {
  const { cluster, producer } = mockClients();
  const writer = producer(CONFIG);
  await writer.initTransactions(10_000);
  await writer.beginTransaction();
  cluster.failRequests(ADD_PARTITIONS_TO_TXN, [INVALID_PRODUCER_EPOCH]);
  writer.produce('t', batchOf(numbered(0, 1)), 0);
  await expect(writer.commitTransaction(10_000)).rejects.toMatchObject({
    fatal: true,
    retriable: false,
    abortable: false,
  });
  writer.produce('t', batchOf(numbered(1, 2)), 0);
  expect(
    writer
      .takeFailures()
      .map(({ sequence, error }) => [sequence, error.fatal])
      .at(-1),
  ).toEqual([1, true]);
  await expect(writer.beginTransaction()).rejects.toMatchObject({ fatal: true });
});

test('a passing error is retried inside', async () => {
  const { cluster, producer } = mockClients();
  const writer = producer();
  const NOT_LEADER_FOR_PARTITION = 6;
  cluster.failRequests(PRODUCE, [NOT_LEADER_FOR_PARTITION, NOT_LEADER_FOR_PARTITION]);
  await send(writer, 't', numbered(0, 3));
  expect(writer.counters()).toEqual({ acknowledged: 3, failed: 0, produced: 3 });
});

test('offsets need a group', async () => {
  const { producer } = mockClients();
  const writer = producer(CONFIG);
  await writer.initTransactions(10_000);
  await writer.beginTransaction();
  const offsets = [{ topic: 't', partition: 0, offset: 1 }];
  await writer.sendOffsetsToTransaction(offsets, { groupId: 'g', generationId: -1, memberId: '' }, 10_000);
  for (const wrong of [undefined, null, 'g', {}, writer, { groupId: 1, generationId: 0, memberId: '' }]) {
    expect(() => writer.sendOffsetsToTransaction(offsets, wrong as never, 10_000)).toThrow(TypeError);
  }
  await writer.abortTransaction(10_000);
});
