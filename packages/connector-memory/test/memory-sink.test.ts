import type { KafkaSinkTransport } from '@tsql/connector-kafka';
import { beforeEach, expect, test } from 'vitest';
import { MemoryBroker, partitionOfKey, recordSizeUpperBound } from '../src/index.js';
import { MemorySink } from '../src/memory-sink.js';
import { outputBatch } from './plain-batch.js';

let broker: MemoryBroker;

beforeEach(async () => {
  broker = new MemoryBroker({ now: () => 9_000, random: () => 0.5 });
  await broker.createTopics(new Map([['out', 4]]));
});

async function open(changes: Partial<KafkaSinkTransport> = {}): Promise<MemorySink> {
  const sink = new MemorySink(
    { topic: 'out', properties: {}, deliveryGuarantee: 'at-least-once', transactionalIdPrefix: undefined, ...changes },
    broker,
  );
  await sink.open();
  return sink;
}

const partitions = async () => (await broker.read('out')).map(({ partition }) => partition);

test('a topic that is missing fails', async () => {
  await expect(open({ topic: 'none' })).rejects.toThrow('topic none, to be written, does not exist');
});

test('a record is stored whole', async () => {
  const sink = await open();
  const batch = outputBatch([
    {
      key: Buffer.of(),
      value: null,
      headers: [
        ['h', null],
        ['h', Buffer.of(1)],
      ],
      timestamp: 0,
      partition: 3,
    },
    { key: null, value: Buffer.from('v'), partition: 3 },
  ]);
  sink.write(batch);
  batch.slab.fill(0);
  const [first, second] = await broker.read('out');
  expect(first).toMatchObject({ key: new Uint8Array(), value: null, timestamp: 0, partition: 3 });
  expect(first?.headers.map(([name, value]) => [name, value === null ? null : [...value]])).toEqual([
    ['h', null],
    ['h', [1]],
  ]);
  expect(Buffer.from(second?.value ?? []).toString()).toBe('v');
  expect(second?.timestamp).toBe(9_000);
});

test('keys choose the partition; records without one stay together', async () => {
  const sink = await open();
  expect(sink.partitionCount).toBe(4);
  sink.write(outputBatch(['a', 'b', 'c'].map((key) => ({ key: Buffer.from(key) }))));
  expect(await partitions()).toEqual(['a', 'b', 'c'].map((key) => partitionOfKey(Buffer.from(key), 4)).sort());
  await broker.deleteTopics(['out']);
  await broker.createTopics(new Map([['out', 4]]));
  (await open()).write(outputBatch([{}, {}, {}]));
  expect(await partitions()).toEqual([2, 2, 2]);
});

test('with exactly-once records are seen once they are committed', async () => {
  const sink = await open({ deliveryGuarantee: 'exactly-once', transactionalIdPrefix: 'p' });
  sink.write(outputBatch([{ value: Buffer.from('a') }]));
  await sink.flush();
  expect(await partitions()).toEqual([]);
  await sink.transaction?.abort();
  await sink.transaction?.commit(Promise.resolve(), []);
  expect(await partitions()).toEqual([]);
  sink.write(outputBatch([{ value: Buffer.from('b') }]));
  await sink.transaction?.commit(Promise.resolve(), []);
  expect(await partitions()).toHaveLength(1);
});

const OVERHEAD =
  recordSizeUpperBound({ key: null, value: Buffer.alloc(1_000_000), headers: [], timestamp: 0 }) - 1_000_000;

test.each<[string, string, Parameters<MemoryBroker['createTopics']>[1], number]>([
  ['the producer takes', '2000000', new Map(), 1_048_588],
  ['max.request.size allows', '1048576', new Map(), 1_048_576],
  ['the topic takes', '1048576', new Map([['limited', { 'max.message.bytes': 1_000_000 }]]), 1_000_000],
])('a record may be as large as %s', async (_, requestSize, settings, limit) => {
  await broker.createTopics(new Map([['limited', 1]]), settings);
  const sink = await open({ topic: 'limited', properties: { 'max.request.size': requestSize } });
  sink.write(outputBatch([{ value: Buffer.alloc(limit - OVERHEAD) }]));
  await sink.flush();
  sink.write(outputBatch([{ value: Buffer.alloc(limit - OVERHEAD + 1) }, {}]));
  await expect(sink.flush()).rejects.toThrow(
    `1 record was not written to topic limited: a record of ${limit + 1} bytes`,
  );
  expect(await broker.read('limited')).toHaveLength(2);
});

test('without a guarantee a record that is too large is lost in silence', async () => {
  const sink = await open({ deliveryGuarantee: 'none', properties: { 'max.request.size': '100' } });
  sink.write(outputBatch([{ value: Buffer.alloc(100) }, {}]));
  await sink.flush();
  expect(await partitions()).toEqual([2]);
});
