import { createConsumer, createMockCluster, type MockCluster } from '@tsql/kafka-native';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KafkaSourceTransport } from '../../src/plan/transport-plan.js';
import { KafkaSource } from '../../src/transport/kafka-source.js';

const OFFSET_COMMIT = 8;
const OFFSET_FETCH = 9;
const NETWORK_EXCEPTION = 13;
const COORDINATOR_NOT_AVAILABLE = 15;
const NOT_COORDINATOR = 16;
const UNKNOWN_MEMBER_ID = 25;

let cluster: MockCluster;

beforeEach(() => {
  cluster = createMockCluster();
  cluster.createTopic('in', 1);
});

afterEach(() => cluster.close());

const source = (): KafkaSource =>
  new KafkaSource({
    topics: ['in'],
    topicPattern: undefined,
    properties: { 'bootstrap.servers': cluster.bootstrapServers(), 'auto.offset.reset': 'earliest' },
    groupId: 'group',
    startup: { mode: 'group-offsets' },
    bounded: { mode: 'unbounded' },
    discoveryIntervalMs: 0,
  } satisfies KafkaSourceTransport);

async function committed(): Promise<number | undefined> {
  const consumer = createConsumer({ 'bootstrap.servers': cluster.bootstrapServers(), 'group.id': 'group' });
  try {
    return (await consumer.committed([{ topic: 'in', partition: 0 }], 10_000))[0]?.offset;
  } finally {
    await consumer.close();
  }
}

test('positions are found while the coordinator moves', async () => {
  cluster.failRequests(OFFSET_FETCH, [NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR]);
  const opened = source();
  await opened.open();
  expect(opened.positions()).toEqual([{ topic: 'in', partition: 0, offset: 0 }]);
  await opened.close();
});

test('positions are stored again after what passes', async () => {
  const opened = source();
  await opened.open();
  cluster.failRequests(OFFSET_COMMIT, [NETWORK_EXCEPTION, NETWORK_EXCEPTION, NOT_COORDINATOR]);
  await opened.commit([{ topic: 'in', partition: 0, offset: 7 }]);
  await opened.close();
  expect(await committed()).toBe(7);
});

test('what does not pass ends it at once', async () => {
  const opened = source();
  await opened.open();
  cluster.failRequests(OFFSET_COMMIT, [UNKNOWN_MEMBER_ID]);
  await expect(opened.commit([{ topic: 'in', partition: 0, offset: 7 }])).rejects.toThrow(/Unknown member/);
  await opened.close();
});
