import { expect, test } from 'vitest';
import { brokerClients } from './support/clients.js';
import { batchOf, numbered, pollRecords, pollUntil, send, until, values } from './support/records.js';

const TIMEOUT_MS = 10_000;

async function transactional() {
  const clients = brokerClients();
  const { name } = clients;
  const config = { 'transactional.id': name };
  const writer = clients.producer(config);
  await writer.createTopics([{ topic: name, partitions: 1 }], TIMEOUT_MS);
  await writer.initTransactions(TIMEOUT_MS);
  await writer.beginTransaction();
  const read = async (isolation: string, count: number) => {
    const reader = clients.consumer({ 'isolation.level': isolation, 'enable.partition.eof': 'true' });
    await reader.assign([{ topic: name, partition: 0, offset: 0 }]);
    const { records } = await pollUntil(reader, (_, events) => events.some((event) => event.kind === 'eof'));
    expect(records.length).toBe(count);
    return values(records);
  };
  return { ...clients, writer, config, read };
}

test('committed records are seen by all, aborted ones only without isolation', async () => {
  const { name, writer, read } = await transactional();
  await send(writer, name, numbered(0, 2));
  await writer.abortTransaction(TIMEOUT_MS);
  await writer.beginTransaction();
  await send(writer, name, numbered(2, 4));
  expect(await read('read_committed', 0)).toEqual([]);
  expect(await read('read_uncommitted', 4)).toEqual(['0', '1', '2', '3']);
  await writer.commitTransaction(TIMEOUT_MS);
  expect(await read('read_committed', 2)).toEqual(['2', '3']);
});

test('positions are a part of the transaction', async () => {
  const { name, writer, consumer } = await transactional();
  const group = `${name}-group`;
  const reader = consumer({ 'group.id': group });
  await reader.subscribe([name]);
  await pollUntil(reader, (_, events) => events.some((event) => event.kind === 'assigned'));
  await reader.poll(1, 100);
  const committed = async () =>
    (await writer.groupOffsets(group, null, TIMEOUT_MS)).map(({ offset, metadata }) => [offset, metadata]);
  await writer.sendOffsetsToTransaction([{ topic: name, partition: 0, offset: 7, metadata: 'a' }], reader, TIMEOUT_MS);
  await writer.abortTransaction(TIMEOUT_MS);
  expect(await committed()).toEqual([]);
  await writer.beginTransaction();
  const metadata = reader.groupMetadata();
  expect(metadata).toMatchObject({
    groupId: group,
    generationId: expect.any(Number),
    memberId: expect.stringMatching(/./),
  });
  const place = JSON.parse(JSON.stringify(metadata));
  await writer.sendOffsetsToTransaction([{ topic: name, partition: 0, offset: 8, metadata: 'b' }], place, TIMEOUT_MS);
  await writer.commitTransaction(TIMEOUT_MS);
  // The broker acknowledges a transaction's end before its positions can be read.
  expect(await until(async () => ((await committed()).length > 0 ? committed() : undefined))).toEqual([[8, 'b']]);
  // A member of an earlier generation is not listened to.
  await writer.beginTransaction();
  const old = { ...place, generationId: place.generationId + 5 };
  await expect(
    writer.sendOffsetsToTransaction([{ topic: name, partition: 0, offset: 9 }], old, TIMEOUT_MS),
  ).rejects.toMatchObject({ abortable: true, fatal: false });
  await writer.abortTransaction(TIMEOUT_MS);
  expect(await committed()).toEqual([[8, 'b']]);
});

test('a second producer of the same name fences the first one, fatally', async () => {
  const { name, writer, config, producer, read } = await transactional();
  await send(writer, name, numbered(0, 2));
  const second = producer(config);
  await second.initTransactions(TIMEOUT_MS);
  writer.produce(name, batchOf(numbered(2, 3)), 0);
  await expect(writer.commitTransaction(TIMEOUT_MS)).rejects.toMatchObject({
    fatal: true,
    retriable: false,
    errorName: expect.stringMatching(/FENCED|INVALID_PRODUCER_EPOCH/),
  });
  expect(writer.takeFailures()).toMatchObject([{ sequence: 2, topic: name, partition: 0 }]);
  await second.beginTransaction();
  await send(second, name, numbered(10, 11));
  await second.commitTransaction(TIMEOUT_MS);
  expect(await read('read_committed', 1)).toEqual(['10']);
});

test('after an abort reading goes back to where the last transaction ended', async () => {
  const { name, writer, consumer } = await transactional();
  await send(writer, name, numbered(0, 10));
  await writer.commitTransaction(TIMEOUT_MS);
  const reader = consumer({ 'isolation.level': 'read_committed' });
  await reader.assign([{ topic: name, partition: 0, offset: 0 }]);
  expect(values(await pollRecords(reader, 10))[0]).toBe('0');
  await reader.seek([{ topic: name, partition: 0, offset: 4 }], TIMEOUT_MS);
  expect(values(await pollRecords(reader, 6))).toEqual(['4', '5', '6', '7', '8', '9']);
});
