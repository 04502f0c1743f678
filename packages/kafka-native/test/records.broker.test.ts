import { expect, test } from 'vitest';
import { brokerClients } from './support/clients.js';
import { batchOf, pollRecords, send, until } from './support/records.js';

const TIMEOUT_MS = 10_000;

async function topicWith(configs: Record<string, string> = {}) {
  const clients = brokerClients();
  const writer = clients.producer();
  await writer.createTopics([{ topic: clients.name, partitions: 1, configs }], TIMEOUT_MS);
  return { ...clients, writer, at: (offset: number) => [{ topic: clients.name, partition: 0, offset }] };
}

test('keys, values, headers and timestamps arrive as they were sent', async () => {
  const { name, writer, consumer, at } = await topicWith();
  const headers = [
    ['a', '1'],
    ['a', null],
    ['b', ''],
  ] as const;
  await send(writer, name, [
    { key: '', value: null, timestamp: 0 },
    { key: null, value: '', timestamp: 1, headers },
    { value: 'v', timestamp: 1_700_000_000_000 },
  ]);
  const reader = consumer();
  await reader.assign(at(0));
  const common = { topic: name, partition: 0, timestampType: 1 };
  expect(await pollRecords(reader, 3)).toEqual([
    { ...common, offset: 0, key: '', value: null, timestamp: 0, headers: [] },
    { ...common, offset: 1, key: null, value: '', timestamp: 1, headers },
    { ...common, offset: 2, key: null, value: 'v', timestamp: 1_700_000_000_000, headers: [] },
  ]);
});

for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
  test(`a batch compressed with ${codec} arrives, timestamp 0 and all`, async () => {
    const { name, producer, consumer, at } = await topicWith();
    await send(producer({ 'compression.codec': codec, 'linger.ms': '20' }), name, [
      { value: 'x'.repeat(1000), timestamp: 0 },
      { value: 'y'.repeat(1000), timestamp: 5 },
    ]);
    const reader = consumer();
    await reader.assign(at(0));
    expect((await pollRecords(reader, 2)).map(({ value, timestamp }) => [value?.length, timestamp])).toEqual([
      [1000, 0],
      [1000, 5],
    ]);
  });
}

test("a topic with the broker's timestamps says so", async () => {
  const { name, writer, consumer, at } = await topicWith({ 'message.timestamp.type': 'LogAppendTime' });
  const before = Date.now();
  await send(writer, name, [{ value: 'x', timestamp: 5 }]);
  const reader = consumer();
  await reader.assign(at(0));
  const [record] = await pollRecords(reader, 1);
  expect(record?.timestampType).toBe(2);
  expect(record?.timestamp).toBeGreaterThanOrEqual(before - 1000);
});

test('offsets are found by time', async () => {
  const { name, writer, consumer, at } = await topicWith();
  await send(
    writer,
    name,
    [0, 1000, 2000, 3000].map((timestamp) => ({ value: 'x', timestamp })),
  );
  const reader = consumer();
  const find = async (time: number) => (await reader.offsetsForTimes(at(time), TIMEOUT_MS))[0]?.offset;
  expect(await find(0)).toBe(0);
  expect(await find(1)).toBe(1);
  expect(await find(3000)).toBe(3);
  expect(await find(3001)).toBe(-1);
});

test('a record of 100 MB goes through where it is allowed, and is refused clearly where it is not', async () => {
  const size = 100_000_000;
  const { name, writer, producer, consumer, at } = await topicWith({ 'max.message.bytes': '104000000' });
  const value = new Uint8Array(size).fill(120);
  writer.produce(name, batchOf([{ value }]), 0);
  expect(writer.takeFailures()).toMatchObject([{ sequence: 0, error: { errorName: 'MSG_SIZE_TOO_LARGE' } }]);

  const wide = producer({ 'message.max.bytes': '104000000', 'message.timeout.ms': '30000' });
  wide.produce(name, batchOf([{ value }]), 0);
  expect(await wide.flush(30_000)).toBe(0);
  expect(wide.takeFailures()).toEqual([]);

  const reader = consumer({ 'receive.message.max.bytes': '210000000', 'fetch.max.bytes': '104857600' });
  await reader.assign(at(0));
  const batch = await until(async () => {
    const found = await reader.poll(10, 1000, 1000);
    return found.count > 0 ? found : undefined;
  });
  expect(batch.slab.length).toBe(size);

  const narrow = consumer({
    'receive.message.max.bytes': '1000000',
    'fetch.max.bytes': '900000',
    'message.max.bytes': '900000',
  });
  await narrow.assign(at(0));
  const refusal = await until(() =>
    narrow
      .poll(1, 200)
      .then(() =>
        narrow.takeEvents().find((event) => event.kind === 'log' && /receive.message.max.bytes/.test(event.text)),
      ),
  );
  expect(refusal).toMatchObject({ kind: 'log', level: 3 });
}, 120_000);

test('large records bound a batch by their bytes', async () => {
  const { name, writer, consumer, at } = await topicWith();
  const value = 'x'.repeat(900_000);
  for (let i = 0; i < 20; i++) await send(writer, name, [{ value }]);
  const reader = consumer();
  await reader.assign(at(0));
  for (let count = 0; count < 20; ) {
    const batch = await reader.poll(1000, 1000, 2_000_000);
    count += batch.count;
    expect(batch.slab.length).toBeLessThanOrEqual(2_800_000);
  }
});
