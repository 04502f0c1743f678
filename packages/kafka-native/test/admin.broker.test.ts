import { expect, test } from 'vitest';
import { brokerClients } from './support/clients.js';
import { batchOf, numbered, pollRecords, send, values } from './support/records.js';

const TIMEOUT_MS = 10_000;

test('topics are created with their properties, told apart when they are there, and deleted', async () => {
  const { name, producer } = brokerClients();
  const writer = producer();
  const configs = { 'cleanup.policy': 'compact', 'retention.ms': '123456' };
  expect(
    await writer.createTopics([{ topic: name, partitions: 3, replicationFactor: 1, configs }], TIMEOUT_MS),
  ).toEqual([{ topic: name }]);
  const metadata = await writer.metadata(name, TIMEOUT_MS);
  expect(metadata.topics[0]?.partitions.length).toBe(3);
  const [again, wrong] = await writer.createTopics(
    [{ topic: name }, { topic: `${name}-2`, configs: { 'cleanup.policy': 'burn' } }],
    TIMEOUT_MS,
  );
  expect(again).toMatchObject({ topic: name, error: { errorName: 'TOPIC_ALREADY_EXISTS' } });
  expect(wrong).toMatchObject({ topic: `${name}-2`, error: { errorName: 'INVALID_CONFIG' } });
  expect(await writer.deleteTopics([name, `${name}-none`], TIMEOUT_MS)).toMatchObject([
    { topic: name },
    { topic: `${name}-none`, error: { errorName: 'UNKNOWN_TOPIC_OR_PART' } },
  ]);
});

test('configurations of topics and brokers are read and changed', async () => {
  const { name, producer } = brokerClients();
  const writer = producer();
  await writer.createTopics([{ topic: name, configs: { 'retention.ms': '1000000' } }], TIMEOUT_MS);
  const topic = { type: 'topic', name } as const;
  const entry = async (key: string) =>
    (await writer.describeConfigs([topic], TIMEOUT_MS))[0]?.configs.find((config) => config.name === key);
  expect(await entry('retention.ms')).toEqual({
    name: 'retention.ms',
    value: '1000000',
    source: 'DYNAMIC_TOPIC_CONFIG',
    isReadOnly: false,
    isSensitive: false,
  });
  const changes = { 'cleanup.policy': 'compact', 'retention.ms': null };
  expect(await writer.alterConfigs([{ ...topic, configs: changes }], TIMEOUT_MS)).toEqual([topic]);
  expect(await entry('cleanup.policy')).toMatchObject({ value: 'compact', source: 'DYNAMIC_TOPIC_CONFIG' });
  expect((await entry('retention.ms'))?.source).not.toBe('DYNAMIC_TOPIC_CONFIG');

  const { brokers } = await writer.metadata(null, TIMEOUT_MS);
  const [broker] = await writer.describeConfigs([{ type: 'broker', name: String(brokers[0]?.id) }], TIMEOUT_MS);
  expect(broker?.configs.find((config) => config.name === 'message.max.bytes')?.value).toMatch(/^\d+$/);
  expect(await writer.alterConfigs([{ ...topic, configs: { 'retention.ms': 'soon' } }], TIMEOUT_MS)).toMatchObject([
    { ...topic, error: { errorName: 'INVALID_CONFIG' } },
  ]);
});

test("a group's positions are set, read and read by its members", async () => {
  const { name, producer, consumer } = brokerClients();
  const writer = producer();
  await writer.createTopics([{ topic: name, partitions: 2 }], TIMEOUT_MS);
  const offsets = [
    { topic: name, partition: 0, offset: 2, metadata: 'text' },
    { topic: name, partition: 1, offset: 0 },
  ];
  // A topic just made is refused, partition by partition, until the group's coordinator has heard of it.
  const refused = async () => (await writer.alterGroupOffsets(name, offsets, TIMEOUT_MS)).filter(({ error }) => error);
  await expect.poll(refused, { timeout: TIMEOUT_MS }).toEqual([]);
  const sorted = (await writer.groupOffsets(name, null, TIMEOUT_MS)).sort((a, b) => a.partition - b.partition);
  expect(sorted).toEqual(offsets);
  const first = [{ topic: name, partition: 0 }];
  expect(await writer.groupOffsets(name, first, TIMEOUT_MS)).toEqual([offsets[0]]);
  expect(await consumer({ 'group.id': name }).committed(first, TIMEOUT_MS)).toEqual([offsets[0]]);
  expect(await writer.groupOffsets(`${name}-none`, null, TIMEOUT_MS)).toEqual([]);
  expect((await writer.listGroups(TIMEOUT_MS)).filter(({ group }) => group.startsWith(name))).toEqual([
    { group: name, state: 'Empty' },
  ]);
});

test('records are deleted up to an offset', async () => {
  const { name, producer, consumer } = brokerClients();
  const writer = producer();
  await writer.createTopics([{ topic: name, partitions: 1 }], TIMEOUT_MS);
  await send(writer, name, numbered(0, 5));
  expect(await writer.deleteRecords([{ topic: name, partition: 0, offset: 3 }], TIMEOUT_MS)).toEqual([
    { topic: name, partition: 0, offset: 3 },
  ]);
  const reader = consumer();
  await reader.assign([{ topic: name, partition: 0, offset: -2 }]);
  expect(values(await pollRecords(reader, 2))).toEqual(['3', '4']);
  expect(await reader.watermarks([{ topic: name, partition: 0 }], TIMEOUT_MS)).toEqual([
    { topic: name, partition: 0, low: 3, high: 5 },
  ]);
});

test('what the broker refuses fails in bulk, each record with its place', async () => {
  const { name, producer } = brokerClients();
  const writer = producer({ 'compression.codec': 'none', 'batch.num.messages': '1' });
  const small = { 'max.message.bytes': '1000' };
  await writer.createTopics([{ topic: name, partitions: 2, configs: small }], TIMEOUT_MS);
  const large = 'x'.repeat(5000);
  const records = [0, 1, 2, 3, 4, 5].map((i) => ({ partition: i % 2, value: i < 2 ? 'small' : large }));
  writer.produce(name, batchOf(records), 0);
  expect(await writer.flush(TIMEOUT_MS)).toBe(0);
  const failures = writer.takeFailures().sort((a, b) => a.sequence - b.sequence);
  expect(
    failures.map(({ sequence, topic, partition, error }) => [sequence, topic, partition, error.errorName]),
  ).toEqual([2, 3, 4, 5].map((i) => [i, name, i % 2, 'MSG_SIZE_TOO_LARGE']));
  expect(writer.counters()).toEqual({ acknowledged: 2, failed: 4, produced: 6 });
});
