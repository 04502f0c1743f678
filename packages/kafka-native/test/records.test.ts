import { expect, test } from 'vitest';
import { mockClients } from './support/clients.js';
import { batchOf, numbered, pollRecords, pollUntil, recordsOf, send, until, values } from './support/records.js';

test('null and empty keys and values stay apart', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', [
    { key: null, value: null },
    { key: '', value: '' },
    { key: 'k', value: null },
    { key: null, value: 'v' },
  ]);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const records = await pollRecords(reader, 4);
  expect(records.map(({ key, value }) => [key, value])).toEqual([
    [null, null],
    ['', ''],
    ['k', null],
    [null, 'v'],
  ]);
  expect(records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
});

test('headers keep their order, repetitions, nulls and empty values', async () => {
  const { producer, consumer } = mockClients();
  const headers = [
    ['a', '1'],
    ['b', null],
    ['a', ''],
    ['', 'no name'],
    ['ä', 'é'],
  ] as const;
  await send(producer(), 't', [{ value: 'x', headers }, { value: 'y' }, { value: 'z', headers: [['last', 'one']] }]);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  expect((await pollRecords(reader, 3)).map((record) => record.headers)).toEqual([headers, [], [['last', 'one']]]);
});

test('timestamps: zero, positive, now; all of them CreateTime', async () => {
  const { producer, consumer } = mockClients();
  const before = Date.now();
  await send(producer(), 't', [
    { value: 'zero', timestamp: 0 },
    { value: 'minus zero', timestamp: -0 },
    { value: 'one', timestamp: 1 },
    { value: 'late', timestamp: 253_402_300_799_999 },
    { value: 'now' },
  ]);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const records = await pollRecords(reader, 5);
  expect(records.slice(0, 4).map((record) => record.timestamp)).toEqual([0, 0, 1, 253_402_300_799_999]);
  expect(records[4]?.timestamp).toBeGreaterThanOrEqual(before);
  expect(records[4]?.timestamp).toBeLessThanOrEqual(Date.now());
  expect(records.map((record) => record.timestampType)).toEqual([1, 1, 1, 1, 1]);
});

test('a negative timestamp arrives as it was sent', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', [{ value: 'x', timestamp: -5 }]);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  expect((await pollRecords(reader, 1))[0]?.timestamp).toBe(-5);
});

test('a batch that does not begin at its first record sends the rest', async () => {
  const { producer, consumer } = mockClients();
  const writer = producer();
  expect(writer.produce('t', batchOf(numbered(0, 5)), 3)).toBe(2);
  expect(writer.produce('t', batchOf([]), 0)).toBe(0);
  await writer.flush(10_000);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  expect(values(await pollRecords(reader, 2))).toEqual(['3', '4']);
  expect(writer.counters()).toEqual({ acknowledged: 2, failed: 0, produced: 2 });
});

test('the number of records bounds a poll, nothing is lost between polls', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', numbered(0, 500));
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const seen: (string | null)[] = [];
  while (seen.length < 500) {
    const batch = await reader.poll(70, 1000);
    expect(batch.count).toBeLessThanOrEqual(70);
    seen.push(...values(recordsOf(batch)));
  }
  expect(seen).toEqual(numbered(0, 500).map((record) => record.value));
});

test('the number of bytes bounds a poll; one record comes whatever its size', async () => {
  const { producer, consumer } = mockClients();
  const large = 'x'.repeat(50_000);
  await send(
    producer(),
    't',
    Array.from({ length: 20 }, () => ({ value: large })),
  );
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const sizes: number[] = [];
  for (let count = 0; count < 20; ) {
    const batch = await reader.poll(1000, 1000, 120_000);
    count += batch.count;
    sizes.push(batch.slab.length);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(150_000);
  await reader.seek([{ topic: 't', partition: 0, offset: 0 }], 5000);
  const one = await reader.poll(1000, 5000, 1);
  expect(one.count).toBe(1);
  expect(one.slab.length).toBe(50_000);
});

test('the end of a partition is an event', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', numbered(0, 3));
  const reader = consumer({ 'enable.partition.eof': 'true' });
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const { records, events } = await pollUntil(reader, (_, all) => all.length > 0);
  expect(values(records)).toEqual(['0', '1', '2']);
  expect(events).toEqual([{ kind: 'eof', topic: 't', partition: 0, offset: 3 }]);
});

test('what is behind a full flight waits for its answer without turning in circles', async () => {
  const { cluster, producer } = mockClients();
  const writer = producer({ 'enable.idempotence': 'true', 'linger.ms': '1', 'statistics.interval.ms': '20' });
  const broker = async () => {
    const event = await until(() => writer.takeEvents().find((each) => each.kind === 'statistics'));
    const { msg_cnt, brokers } = JSON.parse(event.json);
    const [{ wakeups, waitresp_cnt }] = Object.values<{ wakeups: number; waitresp_cnt: number }>(brokers);
    return { left: Number(msg_cnt), wakeups, inFlight: waitresp_cnt };
  };
  await send(writer, 't', numbered(0, 1));
  cluster.setRoundTrip(1, 500);
  writer.produce('t', batchOf(numbered(1, 101)), 0);
  while ((await broker()).inFlight === 0);
  writer.produce('t', batchOf(numbered(101, 201)), 0);
  let last = await broker();
  while (last.left > 0) last = await broker();
  expect(writer.counters().acknowledged).toBe(201);
  expect(last.wakeups).toBeLessThan(1000);
});

test.each(['true', 'false'])(
  'what is acknowledged makes room in the queue, only errors reported: %s',
  async (onlyErrors) => {
    const { producer, consumer } = mockClients();
    const writer = producer({ 'queue.buffering.max.messages': '100', 'delivery.report.only.error': onlyErrors });
    for (let round = 0; round < 3; round++) {
      expect(writer.produce('t', batchOf(numbered(0, 150)), 0)).toBe(100);
      expect(await writer.flush(20_000)).toBe(0);
    }
    expect(writer.counters()).toMatchObject({
      acknowledged: onlyErrors === 'true' ? 0 : 300,
      failed: 0,
      produced: 300,
    });
    const reader = consumer();
    await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
    expect(values(await pollRecords(reader, 300))).toHaveLength(300);
  },
);
