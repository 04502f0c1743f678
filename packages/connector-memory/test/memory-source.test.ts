import type { KafkaSourceTransport } from '@tsql/connector-kafka';
import { RecordTimestampType } from '@tsql/core';
import { beforeEach, expect, test } from 'vitest';
import { MemoryBroker } from '../src/index.js';
import { MemorySource } from '../src/memory-source.js';
import { plainRecords } from './plain-batch.js';

const NOW = 9_000;
let broker: MemoryBroker;

const record = (topic: string, partition: number, value: string, timestamp?: number) => ({
  topic,
  partition,
  key: null,
  value: Buffer.from(value),
  headers: [],
  timestamp,
});

/** `t`: partition 0 holds a, b, c, d at the times 10, 20, 30, 40; partition 1 holds x, y at 15 and 35. */
beforeEach(async () => {
  broker = new MemoryBroker({ now: () => NOW });
  await broker.createTopics(new Map([['t', 2]]));
  await broker.produce([
    ...['a', 'b', 'c', 'd'].map((value, index) => record('t', 0, value, 10 + 10 * index)),
    ...['x', 'y'].map((value, index) => record('t', 1, value, 15 + 20 * index)),
  ]);
  await broker.commitOffsets('g', [
    { topic: 't', partition: 0, offset: 3 },
    { topic: 't', partition: 1, offset: 1 },
  ]);
});

function transport(changes: Partial<KafkaSourceTransport> = {}): KafkaSourceTransport {
  return {
    topics: ['t'],
    topicPattern: undefined,
    properties: {},
    groupId: undefined,
    startup: { mode: 'earliest-offset' },
    bounded: { mode: 'latest-offset' },
    discoveryIntervalMs: 300_000,
    ...changes,
  };
}

async function readAll(changes: Partial<KafkaSourceTransport> = {}) {
  const source = new MemorySource(transport(changes), broker);
  await source.open();
  const records = [];
  for (let batch = await source.poll(0); batch !== null; batch = await source.poll(0))
    records.push(...plainRecords(batch));
  return records;
}

const values = async (changes: Partial<KafkaSourceTransport>) =>
  (await readAll(changes)).map(({ value }) => value).join('');

test.each<[string, KafkaSourceTransport['startup'], string]>([
  ['the beginning', { mode: 'earliest-offset' }, 'abcdxy'],
  ['the end', { mode: 'latest-offset' }, ''],
  ['a time', { mode: 'timestamp', timestamp: 20 }, 'bcdy'],
  ['a time behind all', { mode: 'timestamp', timestamp: 41 }, ''],
  ["a group's positions", { mode: 'group-offsets' }, 'dy'],
  [
    'offsets, and the group where none is given',
    { mode: 'specific-offsets', offsets: [{ partition: 0, offset: 1 }] },
    'bcdy',
  ],
])('a read starts from %s', async (_, startup, expected) => {
  expect(await values({ startup, groupId: 'g' })).toBe(expected);
});

test.each<[string, KafkaSourceTransport['bounded'], string]>([
  ['the end found at the start', { mode: 'latest-offset' }, 'abcdxy'],
  ['a time', { mode: 'timestamp', timestamp: 30 }, 'abx'],
  ["a group's positions", { mode: 'group-offsets' }, 'abcx'],
  [
    'offsets',
    {
      mode: 'specific-offsets',
      offsets: [
        { partition: 0, offset: 2 },
        { partition: 1, offset: 99 },
      ],
    },
    'abxy',
  ],
])('a read ends at %s', async (_, bounded, expected) => {
  expect(await values({ bounded, groupId: 'g' })).toBe(expected);
});

test.each([
  ['earliest', 'abcdxy'],
  ['latest', ''],
])('a group without a position starts at %s', async (reset, expected) => {
  const startup = { mode: 'group-offsets' } as const;
  expect(await values({ startup, groupId: 'other', properties: { 'auto.offset.reset': reset } })).toBe(expected);
});

test('a group without a position and without auto.offset.reset fails', async () => {
  const source = new MemorySource(transport({ startup: { mode: 'group-offsets' }, groupId: 'other' }), broker);
  await expect(source.open()).rejects.toThrow("group 'other' has no committed position");
});

test('a topic that is missing fails, a pattern that nothing matches does not', async () => {
  await expect(new MemorySource(transport({ topics: ['none'] }), broker).open()).rejects.toThrow(
    'topic none, to be read, does not exist',
  );
  expect(await values({ topics: [], topicPattern: 'none.*' })).toBe('');
});

test('several topics and a pattern are read by name; a pattern matches whole names', async () => {
  await broker.createTopics(new Map([['t2', 1]]));
  await broker.produce([record('t2', 0, 'z')]);
  expect(await values({ topics: ['t2', 't'] })).toBe('zabcdxy');
  expect(await values({ topics: [], topicPattern: 't' })).toBe('abcdxy');
  expect(await values({ topics: [], topicPattern: 't.?' })).toBe('abcdxyz');
});

test('what comes while an unbounded read goes on is read, also from topics that match later', async () => {
  const source = new MemorySource(
    transport({ topics: [], topicPattern: 'u.*', bounded: { mode: 'unbounded' } }),
    broker,
  );
  await source.open();
  expect((await source.poll(0))?.count).toBe(0);
  await broker.createTopics(new Map([['u1', 1]]));
  const waiting = source.poll(60_000);
  await broker.produce([record('u1', 0, 'late')]);
  expect(plainRecords((await waiting) ?? fail()).map(({ value }) => value)).toEqual(['late']);
  expect(source.status().lag).toBe(0);
});

test('positions are those behind the records handed out, and become the group’s', async () => {
  const source = new MemorySource(transport({ groupId: 'new' }), broker);
  await source.open();
  expect(source.positions().map(({ offset }) => offset)).toEqual([0, 0]);
  await source.poll(0);
  await source.commit(source.positions());
  expect([0, 1].map((partition) => broker.committedOffset('new', 't', partition))).toEqual([4, 2]);
});

test('records keep null and empty parts, and headers that are null, empty and repeated', async () => {
  await broker.createTopics(new Map([['h', 1]]));
  const headers = [
    ['n', Buffer.from('1')],
    ['n', null],
    ['', Buffer.of()],
  ] as const;
  await broker.produce([
    { topic: 'h', partition: 0, key: null, value: null, headers, timestamp: 0 },
    { topic: 'h', partition: 0, key: Buffer.of(), value: Buffer.of(), headers: [], timestamp: undefined },
  ]);
  const place = { topic: 'h', partition: 0, timestampType: RecordTimestampType.CREATE_TIME };
  expect(await readAll({ topics: ['h'] })).toEqual([
    {
      ...place,
      offset: 0,
      timestamp: 0,
      key: null,
      value: null,
      headers: [
        ['n', '1'],
        ['n', null],
        ['', ''],
      ],
    },
    { ...place, offset: 1, timestamp: NOW, key: '', value: '', headers: [] },
  ]);
});

test('a topic with LogAppendTime has the broker’s time', async () => {
  await broker.createTopics(new Map([['l', 1]]), new Map([['l', { 'message.timestamp.type': 'LogAppendTime' }]]));
  await broker.produce([record('l', 0, 'a', 5)]);
  const [found] = await readAll({ topics: ['l'] });
  expect(found).toMatchObject({ timestamp: NOW, timestampType: RecordTimestampType.LOG_APPEND_TIME });
});

function fail(): never {
  throw new Error('the source has ended');
}
