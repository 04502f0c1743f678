import { createProducer } from '@tsql/kafka-native';
import { expect, test, vi } from 'vitest';
import type { KafkaSourceTransport } from '../../src/plan/transport-plan.js';
import { KafkaBroker } from '../../src/transport/kafka-broker.js';
import { KafkaSource } from '../../src/transport/kafka-source.js';
import { OutputSlab } from '../../src/transport/output-slab.js';

const SERVERS = process.env.KAFKA_BROKERS ?? '';
const TIMEOUT_MS = 10_000;
const topic = `lag-${process.pid}-${Date.now()}`;

const source = (isolation: string): KafkaSource =>
  new KafkaSource({
    topics: [topic],
    topicPattern: undefined,
    properties: { 'bootstrap.servers': SERVERS, 'isolation.level': isolation },
    groupId: undefined,
    startup: { mode: 'earliest-offset' },
    bounded: { mode: 'unbounded' },
    discoveryIntervalMs: 0,
  } satisfies KafkaSourceTransport);

function records(count: number) {
  const slab = new OutputSlab();
  const value = Buffer.from('x');
  for (let i = 0; i < count; i++)
    slab.add({ topic, partition: 0, key: null, value, headers: [], timestamp: undefined });
  return slab.batch();
}

async function readAll(opened: KafkaSource): Promise<number> {
  let count = 0;
  for (let empty = 0; empty < 3; ) {
    const batch = await opened.poll(300);
    count += batch?.count ?? 0;
    empty = batch?.count === 0 ? empty + 1 : 0;
  }
  return count;
}

test('an open transaction is no lag where only committed records are read', async () => {
  const broker = await KafkaBroker.connect(SERVERS);
  await broker.createTopics(new Map([[topic, 1]]));
  const writer = createProducer({ 'bootstrap.servers': SERVERS, 'transactional.id': topic });
  await writer.initTransactions(TIMEOUT_MS);
  await writer.beginTransaction();
  writer.produce(topic, records(3), 0);
  await writer.commitTransaction(TIMEOUT_MS);
  await writer.beginTransaction();
  writer.produce(topic, records(5), 0);
  await writer.flush(TIMEOUT_MS);

  const committed = source('read_committed');
  await committed.open();
  expect(await readAll(committed)).toBe(3);
  // Behind the three records stands the mark of their transaction, which is not handed out.
  await vi.waitFor(() => expect(committed.status().lag).toBeLessThanOrEqual(1), TIMEOUT_MS);
  const all = source('read_uncommitted');
  await all.open();
  expect(await readAll(all)).toBe(8);
  await vi.waitFor(() => expect(all.status().lag).toBe(0), TIMEOUT_MS);
  await writer.abortTransaction(TIMEOUT_MS);
  await Promise.all([committed.close(), all.close(), writer.close(), broker.close()]);
});
