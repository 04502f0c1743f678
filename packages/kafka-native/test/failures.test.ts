import { expect, test } from 'vitest';
import { mockClients } from './support/clients.js';
import { batchOf, numbered, pollRecords, send, until } from './support/records.js';

test('a full queue takes fewer; the rest is taken later, each once', async () => {
  const { cluster, producer, consumer } = mockClients();
  cluster.setBrokerDown(1, true);
  const writer = producer({ 'queue.buffering.max.messages': '10' });
  const batch = batchOf(numbered(0, 25));
  let from = writer.produce('t', batch, 0);
  expect(from).toBe(10);
  expect(writer.produce('t', batch, from)).toBe(0);
  cluster.setBrokerDown(1, false);
  await until(() => {
    from += writer.produce('t', batch, from);
    return from === 25 || undefined;
  });
  expect(await writer.flush(20_000)).toBe(0);
  expect(writer.takeFailures()).toEqual([]);
  expect(writer.counters()).toEqual({ acknowledged: 25, failed: 0, produced: 25 });
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  expect((await pollRecords(reader, 25)).length).toBe(25);
});

test('what is purged fails, each record with its number', async () => {
  const { cluster, producer } = mockClients('t', 2);
  const writer = producer();
  await send(writer, 't', numbered(0, 3));
  cluster.setBrokerDown(1, true);
  writer.produce('t', batchOf([...numbered(0, 2, { partition: 1 }), ...numbered(2, 4)]), 0);
  await writer.purge();
  expect(await writer.flush(5000)).toBe(0);
  const failures = writer.takeFailures().sort((a, b) => a.sequence - b.sequence);
  expect(failures.map(({ sequence, topic, partition }) => [sequence, topic, partition])).toEqual([
    [3, 't', 1],
    [4, 't', 1],
    [5, 't', 0],
    [6, 't', 0],
  ]);
  for (const { error } of failures) {
    expect(error).toMatchObject({ errorName: expect.stringMatching(/^_PURGE_/), fatal: false, abortable: false });
  }
  expect(writer.takeFailures()).toEqual([]);
  expect(writer.counters()).toEqual({ acknowledged: 3, failed: 4, produced: 7 });
});

test('records that the client refuses are failures among the ones that are sent', async () => {
  const { producer } = mockClients();
  const writer = producer({ 'message.max.bytes': '2000' });
  writer.produce('t', batchOf([{ value: 'small' }, { value: 'x'.repeat(5000) }, { value: 'small' }]), 0);
  await writer.flush(10_000);
  const [failure, ...others] = writer.takeFailures();
  expect(others).toEqual([]);
  expect(failure).toMatchObject({ sequence: 1, topic: 't', partition: 0, error: { errorName: 'MSG_SIZE_TOO_LARGE' } });
  expect(writer.counters()).toEqual({ acknowledged: 2, failed: 1, produced: 2 });
});

test('records for any partition are sent many at a time, in order, with those that are refused or of another kind between', async () => {
  const { producer, consumer } = mockClients();
  const writer = producer({ 'message.max.bytes': '2000' });
  const records = Array.from({ length: 2000 }, (_, i) => ({
    partition: -1,
    key: 'k',
    value: i % 700 === 3 ? 'x'.repeat(5000) : String(i),
    ...(i % 900 === 5 ? { headers: [['n', String(i)]] as const } : {}),
    ...(i % 1100 === 7 ? { timestamp: 1000 + i } : {}),
  }));
  expect(writer.produce('t', batchOf(records), 0)).toBe(2000);
  await writer.flush(10_000);
  const refused = writer.takeFailures();
  expect(refused.map(({ sequence, error }) => [sequence, error.errorName])).toEqual(
    [3, 703, 1403].map((sequence) => [sequence, 'MSG_SIZE_TOO_LARGE']),
  );
  expect(refused[0]?.error.message).toBe('Failed to produce message: Broker: Message size too large');
  expect(writer.counters()).toEqual({ acknowledged: 1997, failed: 3, produced: 1997 });
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const received = await pollRecords(reader, 1997);
  expect(received.map(({ value }) => value)).toEqual(records.flatMap(({ value }) => (value.length > 9 ? [] : [value])));
  expect(received.filter(({ headers }) => headers.length > 0).map(({ value }) => value)).toEqual(['5', '905', '1805']);
  expect(received.filter(({ timestamp }) => timestamp < 10_000).map(({ value }) => value)).toEqual(['7', '1107']);
});

test('many records for any partition fill the queue, and the rest goes on where it was full', async () => {
  const { cluster, producer, consumer } = mockClients();
  cluster.setBrokerDown(1, true);
  const writer = producer({ 'queue.buffering.max.messages': '1000' });
  const batch = batchOf(numbered(0, 3000, { partition: -1, key: 'k' }));
  let from = writer.produce('t', batch, 0);
  expect(from).toBe(1000);
  cluster.setBrokerDown(1, false);
  await until(() => {
    from += writer.produce('t', batch, from);
    return from === 3000 || undefined;
  });
  expect(await writer.flush(20_000)).toBe(0);
  expect(writer.counters()).toEqual({ acknowledged: 3000, failed: 0, produced: 3000 });
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const received = await pollRecords(reader, 3000);
  expect(received.map(({ value }) => value)).toEqual(numbered(0, 3000).map(({ value }) => value));
});

test('a partition that is not there is a failure', async () => {
  const { producer } = mockClients();
  const writer = producer();
  await send(writer, 't', [{ value: 'the client knows the topic now' }]);
  writer.produce('t', batchOf([{ value: 'x', partition: 7 }]), 0);
  await writer.flush(10_000);
  expect(writer.takeFailures()).toMatchObject([
    { partition: 7, error: { errorName: '_UNKNOWN_PARTITION', retriable: false } },
  ]);
});

test('records that no broker takes in time fail as retriable', async () => {
  const { cluster, producer } = mockClients();
  cluster.setBrokerDown(1, true);
  const writer = producer({ 'message.timeout.ms': '300' });
  writer.produce('t', batchOf(numbered(0, 3)), 0);
  expect(await writer.flush(10_000)).toBe(0);
  expect(writer.takeFailures().map(({ error }) => [error.errorName, error.retriable])).toEqual(
    Array.from({ length: 3 }, () => ['_MSG_TIMED_OUT', true]),
  );
});

test('a flush that runs out of time says how many are left', async () => {
  const { cluster, producer } = mockClients();
  cluster.setBrokerDown(1, true);
  const writer = producer();
  writer.produce('t', batchOf(numbered(0, 3)), 0);
  expect(await writer.flush(150)).toBe(3);
});

test('errors carry their flags', async () => {
  const { cluster, consumer } = mockClients();
  const reader = consumer();
  await expect(reader.metadata('missing', 5000)).resolves.toMatchObject({
    topics: [{ name: 'missing', error: { errorName: 'UNKNOWN_TOPIC_OR_PART', retriable: false, fatal: false } }],
  });
  cluster.setBrokerDown(1, true);
  await expect(reader.watermarks([{ topic: 't', partition: 0 }], 300)).rejects.toMatchObject({
    retriable: true,
    fatal: false,
    abortable: false,
  });
});
