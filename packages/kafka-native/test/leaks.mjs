// Uses everything once and ends: run by scripts/asan.mjs, which looks for memory that was not given back.
import { createRequire } from 'node:module';

const addon = createRequire(import.meta.url)(process.env.TSQL_KAFKA_NATIVE);
const cluster = new addon.MockCluster(1);
cluster.createTopic('t', 2);
const servers = { 'bootstrap.servers': cluster.bootstrapServers() };
const TIMEOUT_MS = 5000;
const refused = async (call) => {
  try {
    await call();
  } catch {
    return;
  }
  throw new Error('it was not refused');
};

const bytes = Buffer.from('keyvaluenameheader');
const batch = {
  count: 2,
  slab: new Uint8Array(bytes),
  partition: Int32Array.of(0, 1),
  keyStart: Int32Array.of(0, -1),
  keyEnd: Int32Array.of(3, 0),
  valueStart: Int32Array.of(3, 3),
  valueEnd: Int32Array.of(8, 8),
  timestamp: Float64Array.of(0, Number.NaN),
  headerIndex: Int32Array.of(0, 2, 2),
  headerNameStart: Int32Array.of(8, 8),
  headerNameEnd: Int32Array.of(12, 12),
  headerValueStart: Int32Array.of(12, -1),
  headerValueEnd: Int32Array.of(18, 0),
};
const offsets = [{ topic: 't', partition: 0, offset: 1, metadata: 'text' }];

async function read(consumer, count) {
  for (let seen = 0; seen < count; ) seen += (await consumer.poll(10, 1000)).count;
}

for (let round = 0; round < 3; round++) {
  const producer = new addon.Producer({
    ...servers,
    'transactional.id': `tx${round}`,
    debug: 'msg',
    'statistics.interval.ms': '5',
  });
  const consumer = new addon.Consumer({
    ...servers,
    'group.id': `g${round}`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
  });
  await producer.initTransactions(TIMEOUT_MS);
  await producer.beginTransaction();
  producer.produce('t', batch, 0);
  await refused(async () => producer.produce('t', { ...batch, headerValueEnd: Int32Array.of(99, 0) }, 0));
  await producer.flush(TIMEOUT_MS);
  await producer.sendOffsetsToTransaction(offsets, consumer, TIMEOUT_MS);
  await producer.commitTransaction(TIMEOUT_MS);
  await producer.beginTransaction();
  producer.produce('t', batch, 0);
  await producer.purge();
  await producer.abortTransaction(TIMEOUT_MS);
  producer.takeFailures();
  await refused(() => producer.createTopics([{ topic: 'new', configs: { 'retention.ms': '1' } }], 200));
  await refused(() => producer.alterConfigs([{ type: 'topic', name: 't', configs: { a: 'b', c: null } }], 200));
  await refused(() => producer.beginTransaction().then(() => producer.beginTransaction()));
  await consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
  await consumer.incrementalAssign([{ topic: 't', partition: 1, offset: 0 }]);
  await read(consumer, 2);
  await consumer.seek([{ topic: 't', partition: 0, offset: 0 }], TIMEOUT_MS);
  await consumer.pause(offsets);
  await consumer.resume(offsets);
  await consumer.position(offsets);
  await consumer.commit(offsets);
  await consumer.committed(offsets, TIMEOUT_MS);
  await consumer.watermarks(offsets, TIMEOUT_MS);
  await consumer.metadata(null, TIMEOUT_MS);
  await consumer.incrementalUnassign(offsets);
  await consumer.assign([]);
  await consumer.subscribe(['^t$']);
  await read(consumer, 1);
  consumer.groupMetadata();
  const waiting = consumer.poll(1, 600_000).catch(() => {});
  for (const client of [producer, consumer]) client.takeEvents();
  await Promise.all([producer.close(), consumer.close()]);
  await waiting;
}
await cluster.close();
console.log('everything was used');
