import { expect, test } from 'vitest';
import type { BatchEvent } from '../src/index.js';
import { mockClients } from './support/clients.js';
import { numbered, pollRecords, pollUntil, send, values } from './support/records.js';

const FAST = { 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '200' };
const kinds = (events: readonly BatchEvent[]) => events.map((event) => event.kind);
const partitionsOf = (events: readonly BatchEvent[], kind: string) =>
  events
    .flatMap((event) => (event.kind === kind && 'partitions' in event ? event.partitions : []))
    .map((p) => p.partition);

test('positions are stored with a text', async () => {
  const { consumer } = mockClients('t', 2);
  const reader = consumer();
  const offsets = [
    { topic: 't', partition: 0, offset: 5, metadata: 'fünf' },
    { topic: 't', partition: 1, offset: 6 },
  ];
  await reader.commit(offsets);
  const partitions = [0, 1].map((partition) => ({ topic: 't', partition }));
  expect(await reader.committed(partitions, 5000)).toEqual(offsets);
  expect(await reader.commit([])).toEqual([]);
});

test('a position that was never stored is -1001', async () => {
  const reader = mockClients().consumer();
  expect(await reader.committed([{ topic: 't', partition: 0 }], 5000)).toEqual([
    { topic: 't', partition: 0, offset: -1001 },
  ]);
});

test('a subscription tells what it assigns, and starts at the stored positions', async () => {
  const { producer, consumer } = mockClients('t', 2);
  await send(producer(), 't', [...numbered(0, 3, { partition: 0 }), ...numbered(10, 13, { partition: 1 })]);
  const reader = consumer(FAST);
  await reader.commit([{ topic: 't', partition: 1, offset: 2 }]);
  await reader.subscribe(['t']);
  const { records, events } = await pollUntil(reader, (all) => all.length >= 4);
  expect(kinds(events)).toEqual(['assigned']);
  expect(partitionsOf(events, 'assigned').sort()).toEqual([0, 1]);
  expect(values(records).sort()).toEqual(['0', '1', '12', '2']);
  expect(reader.groupMetadata()).toMatchObject({ groupId: 'group', memberId: expect.stringMatching(/./) });
});

test('assigned partitions start where the owner says', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', numbered(0, 5));
  const reader = consumer(FAST);
  await reader.subscribe(['t']);
  await pollUntil(reader, (_, events) => kinds(events).includes('assigned'));
  await reader.assign([{ topic: 't', partition: 0, offset: 3 }]);
  expect(values(await pollRecords(reader, 2))).toEqual(['3', '4']);
});

test('a regular expression subscribes to what it fits', async () => {
  const { cluster, producer, consumer } = mockClients('orders-1');
  cluster.createTopic('orders-2', 1);
  cluster.createTopic('other', 1);
  const writer = producer();
  for (const topic of ['orders-1', 'orders-2', 'other']) await send(writer, topic, [{ value: topic }]);
  const reader = consumer(FAST);
  await reader.subscribe(['^orders-[0-9]$']);
  const records = await pollRecords(reader, 2);
  expect(values(records).sort()).toEqual(['orders-1', 'orders-2']);
  expect((await reader.poll(10, 300)).count).toBe(0);
});

test('leaving the group gives everything back', async () => {
  const reader = mockClients().consumer(FAST);
  await reader.subscribe(['t']);
  await pollUntil(reader, (_, events) => kinds(events).includes('assigned'));
  await reader.unsubscribe();
  await pollUntil(reader, (_, events) => kinds(events).includes('revoked'));
});
