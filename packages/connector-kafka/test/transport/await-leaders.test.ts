import { createMockCluster, createProducer, type MockCluster } from '@tsql/kafka-native';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awaitLeaders } from '../../src/transport/await-leaders.js';

const LIST_OFFSETS = 2;
const UNKNOWN_TOPIC_OR_PARTITION = 3;
const NOT_LEADER_OR_FOLLOWER = 6;

let cluster: MockCluster;

beforeEach(() => {
  cluster = createMockCluster();
  cluster.createTopic('out', 1);
});

afterEach(() => cluster.close());

test('the leaders of a new topic are asked until they know of it', async () => {
  const producer = createProducer({ 'bootstrap.servers': cluster.bootstrapServers() });
  // As many refusals as there are questions before the last one: whoever asks less often leaves one behind.
  cluster.failRequests(LIST_OFFSETS, [NOT_LEADER_OR_FOLLOWER, UNKNOWN_TOPIC_OR_PARTITION, NOT_LEADER_OR_FOLLOWER]);
  await awaitLeaders(producer, 'out', 1, 10_000);
  await expect(producer.watermarks([{ topic: 'out', partition: 0 }], 10_000)).resolves.toHaveLength(1);
  await producer.close();
});

test('a partition that nobody leads does not hold a job up for ever', async () => {
  const producer = createProducer({ 'bootstrap.servers': cluster.bootstrapServers() });
  await awaitLeaders(producer, 'missing', 1, 300);
  await producer.close();
});
