import { expect, test } from 'vitest';
import { createConsumer, createMockCluster, createProducer, type ProducedBatch } from '../src/index.js';
import { mockClients } from './support/clients.js';
import { batchOf } from './support/records.js';

const partition = { topic: 't', partition: 0, offset: 0 };

test('a configuration is refused with the property at fault', () => {
  expect(() => createProducer({ nonsense: '1' })).toThrow(/nonsense/);
  expect(() => createProducer({ 'linger.ms': 'soon' })).toThrow(/config\['linger.ms'\]/);
  expect(() => createProducer({ 'linger.ms': 5 as never })).toThrow(/config\['linger.ms'\] has to be a text, found 5/);
  expect(() => createProducer(undefined as never)).toThrow(/config has to be an object, found undefined/);
  expect(() => createConsumer({})).toThrow(/group.id/);
  expect(() => createProducer({ 'client.id': 'a\0b' })).toThrow(/NUL/);
  expect(() => createMockCluster(0)).toThrow(RangeError);
  expect(() => createMockCluster(1.5)).toThrow(/brokers has to be an integer from 1 to 16, found 1.5/);
});

test('numbers are refused with their name and range', () => {
  const { consumer, producer, cluster } = mockClients();
  const reader = consumer();
  for (const wrong of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e308]) {
    expect(() => reader.poll(wrong, 1)).toThrow(RangeError);
    expect(() => reader.poll(1, 1, wrong)).toThrow(/maxBytes/);
  }
  for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
    expect(() => reader.poll(1, wrong)).toThrow(/timeoutMs has to be from 0 to 2147483647/);
    expect(() => producer().flush(wrong)).toThrow(RangeError);
  }
  expect(() => reader.poll('1' as never, 1)).toThrow(TypeError);
  expect(() => reader.poll(1, undefined as never)).toThrow(
    /timeoutMs has to be a number of milliseconds, found undefined/,
  );
  expect(() => cluster.createTopic('x', 0)).toThrow(/partitions/);
  expect(() => cluster.setBrokerDown(2, true)).toThrow(/id/);
});

test('partitions are refused with their place in the list', () => {
  const reader = mockClients().consumer();
  const refuse = (value: unknown, message: RegExp) => expect(() => reader.assign(value as never)).toThrow(message);
  refuse(undefined, /partitions has to be a list, found undefined/);
  refuse([partition, null], /partitions\[1\] has to be an object, found null/);
  refuse([{ partition: 0 }], /partitions\[0\].topic has to be a text, found undefined/);
  refuse([{ ...partition, topic: '' }], /partitions\[0\].topic is empty/);
  refuse([{ ...partition, topic: 'x'.repeat(513) }], /513 bytes, 512 are allowed/);
  refuse([{ ...partition, topic: 'a\0' }], /NUL/);
  refuse([{ ...partition, partition: -1 }], /partitions\[0\].partition/);
  refuse([{ ...partition, partition: 2 ** 31 }], /partitions\[0\].partition/);
  refuse([{ ...partition, offset: -3 }], /partitions\[0\].offset has to be an offset from 0, found -3/);
  refuse([{ ...partition, offset: Number.NaN }], /partitions\[0\].offset/);
  refuse([{ ...partition, offset: 2 ** 60 }], /partitions\[0\].offset/);
  refuse(new Array(2 ** 32 - 1), /100000 are allowed/);
  expect(() => reader.commit([{ ...partition, offset: -1 }])).toThrow(/offsets\[0\].offset/);
  expect(() => reader.commit([{ ...partition, metadata: 5 as never }])).toThrow(/offsets\[0\].metadata/);
  expect(() => reader.subscribe([])).toThrow(/topics is empty/);
  expect(() => reader.subscribe([1 as never])).toThrow(/topics\[0\]/);
});

test('a batch is refused with the column at fault, and nothing of it is sent', () => {
  const writer = mockClients().producer();
  const good = batchOf([{ key: 'k', value: 'value', headers: [['h', 'v']] }, { value: 'other' }]);
  const refuse = (change: Partial<Record<keyof ProducedBatch, unknown>>, message: RegExp, from = 0) =>
    expect(() => writer.produce('t', { ...good, ...change } as never, from)).toThrow(message);
  const ints = (...numbers: number[]) => Int32Array.from(numbers);
  refuse({ count: 3 }, /batch.partition has 2 elements, 3 are needed/);
  refuse({ count: -1 }, /batch.count/);
  refuse({ count: Number.NaN }, /batch.count/);
  refuse({ count: undefined }, /batch.count/);
  refuse({}, /from has to be an integer from 0 to 2/, 3);
  refuse({ slab: undefined }, /batch.slab has to be a typed array/);
  refuse({ slab: [1, 2] }, /batch.slab/);
  refuse({ partition: new Float64Array(2) }, /batch.partition has the wrong element type/);
  refuse({ partition: ints(0, -2) }, /batch.partition\[1\] is neither/);
  refuse({ keyEnd: ints(1) }, /batch.keyEnd has 1 elements, 2 are needed/);
  refuse({ valueEnd: ints(6, 1000) }, /batch.valueStart\[1\] lies outside of the slab/);
  refuse({ valueStart: ints(2 ** 31 - 1, 0) }, /batch.valueStart\[0\]/);
  refuse({ keyEnd: ints(-5, 0) }, /batch.keyStart\[0\]/);
  refuse({ timestamp: Float64Array.from([Number.POSITIVE_INFINITY, 0]) }, /batch.timestamp\[0\]/);
  refuse({ timestamp: Float64Array.from([0, 1e300]) }, /batch.timestamp\[1\]/);
  refuse({ headerIndex: ints(0, 1) }, /batch.headerIndex has 2 elements, 3 are needed/);
  refuse({ headerIndex: ints(0, 1, -1) }, /batch.headerIndex\[2\]/);
  refuse({ headerIndex: ints(0, 9, 1) }, /batch.headerIndex\[0\]/);
  refuse({ headerIndex: ints(0, 1, 2) }, /batch.headerNameStart has 1 elements, 2 are needed/);
  refuse({ headerNameStart: ints(-1) }, /batch.headerNameStart\[0\]/);
  refuse({ headerValueEnd: ints(99) }, /batch.headerValueStart\[0\]/);
  expect(writer.counters()).toEqual({ acknowledged: 0, failed: 0, produced: 0 });
});

test('memory that another thread may write to, or that is gone, is refused', () => {
  const writer = mockClients().producer();
  const good = batchOf([{ value: 'value' }]);
  const shared = new Int32Array(new SharedArrayBuffer(4));
  expect(() => writer.produce('t', { ...good, partition: shared }, 0)).toThrow(
    /batch.partition may not lie in shared memory/,
  );
  const slab = good.slab.slice();
  structuredClone(slab, { transfer: [slab.buffer] });
  expect(() => writer.produce('t', { ...good, slab }, 0)).toThrow(/batch.valueStart\[0\] lies outside of the slab/);
  // A getter that takes away what was read before it.
  const victim = good.slab.slice();
  const trap = {
    ...good,
    slab: victim,
    get headerValueEnd() {
      structuredClone(victim, { transfer: [victim.buffer] });
      return good.headerValueEnd;
    },
  };
  expect(() => writer.produce('t', trap, 0)).toThrow(RangeError);
  const failing = {
    ...good,
    get keyEnd(): Int32Array {
      throw new Error('no key');
    },
  };
  expect(() => writer.produce('t', failing, 0)).toThrow('no key');
});

test('methods belong to their own class', () => {
  const { consumer, producer } = mockClients();
  const poll = consumer().poll;
  expect(() => poll.call(producer() as never, 1, 1)).toThrow(TypeError);
  expect(() => poll.call({} as never, 1, 1)).toThrow(TypeError);
});

test('administration is refused with the argument at fault', () => {
  const writer = mockClients().producer();
  expect(() => writer.createTopics([{ topic: 't', partitions: 1.5 }], 1)).toThrow(/topics\[0\].partitions/);
  expect(() => writer.createTopics([{ topic: 't', configs: { a: 1 as never } }], 1)).toThrow(
    /topics\[0\].configs\['a'\]/,
  );
  expect(() => writer.deleteTopics([''], 1)).toThrow(/topics\[0\] is empty/);
  expect(() => writer.describeConfigs([{ type: 'planet' as never, name: 'x' }], 1)).toThrow(
    /resources\[0\].type has to be topic, broker or group, found planet/,
  );
  expect(() => writer.alterConfigs([{ type: 'topic', name: 't', configs: undefined as never }], 1)).toThrow(
    /resources\[0\].configs/,
  );
  expect(() => writer.groupOffsets('', null, 1)).toThrow(/group is empty/);
  expect(() => writer.alterGroupOffsets('g', [{ ...partition, offset: -2 }], 1)).toThrow(/offsets\[0\].offset/);
});
