// Kafka's topics as the benchmark needs them: made, removed, counted, watched, read back.
import { createConsumer, createProducer } from '@tsql/kafka-native';
import { inThreads } from './threads.mjs';
import { TopicDigest } from './topic-digest.mjs';

/** Of every topic. */
export const PARTITIONS = 4;
export const TIMEOUT_MS = 30_000;
const BATCH = 10_000;

export const openConsumer = (servers, more = {}) =>
  createConsumer({
    'bootstrap.servers': servers,
    'group.id': 'bench',
    'enable.auto.commit': 'false',
    'enable.partition.eof': 'true',
    'fetch.wait.max.ms': '5',
    'fetch.queue.backoff.ms': '5',
    'isolation.level': 'read_committed',
    ...more,
  });

export const openProducer = (servers, more = {}) =>
  createProducer({
    'bootstrap.servers': servers,
    'enable.idempotence': 'true',
    'linger.ms': '20',
    'batch.num.messages': '10000',
    'batch.size': '1000000',
    'queue.buffering.max.messages': '200000',
    ...more,
  });

/** Old timestamps would make the broker delete what was just written. */
const KEPT = { 'retention.ms': '-1' };

export async function createTopic(servers, topic, { partitions = PARTITIONS, configs = {} } = {}) {
  const admin = openProducer(servers);
  const wanted = { topic, partitions, configs: { ...KEPT, ...configs } };
  const [result] = await admin.createTopics([wanted], TIMEOUT_MS);
  await admin.close();
  if (result?.error !== undefined && result.error.errorName !== 'TOPIC_ALREADY_EXISTS') throw result.error;
}

export async function deleteTopic(servers, topic) {
  const admin = openProducer(servers);
  await admin.deleteTopics([topic], TIMEOUT_MS);
  await admin.close();
}

export async function partitionsOf(reader, topic) {
  const { topics } = await reader.metadata(null, TIMEOUT_MS);
  const found = topics.find(({ name }) => name === topic);
  return (found?.partitions ?? []).map(({ id }) => ({ topic, partition: id }));
}

/** How many records a topic has; 0 where there is no such topic. */
export async function countRecords(servers, topic) {
  const reader = openConsumer(servers);
  try {
    const partitions = await partitionsOf(reader, topic);
    if (partitions.length === 0) return 0;
    const marks = await reader.watermarks(partitions, TIMEOUT_MS);
    return marks.reduce((sum, { low, high }) => sum + high - low, 0);
  } finally {
    await reader.close();
  }
}

/** Reads a topic from begin to end, each partition in a thread of its own. `fixed` says whether partitions and times count. */
export async function digest(servers, topic, fixed) {
  const reader = openConsumer(servers);
  const partitions = await partitionsOf(reader, topic);
  await reader.close();
  const lists = partitions.map((partition) => [servers, partition, fixed]);
  const parts = await inThreads(import.meta.url, 'digestOf', lists);
  return String(parts.reduce((sum, part) => sum.addAll(part), new TopicDigest()));
}

/** As {@link digest}, of one partition, as numbers. */
export async function digestOf(servers, partition, fixed) {
  const reader = openConsumer(servers);
  const found = new TopicDigest();
  await reader.assign([{ ...partition, offset: -2 }]);
  for (let isOpen = true; isOpen; ) {
    const batch = await reader.poll(BATCH, 500);
    for (let i = 0; i < batch.count; i++) {
      found.begin(fixed.partition ? batch.partition[i] : null, fixed.timestamp ? batch.timestamp[i] : null);
      found.part(batch.slab, batch.keyStart[i], batch.keyEnd[i]);
      found.part(batch.slab, batch.valueStart[i], batch.valueEnd[i]);
      for (let h = batch.headerIndex[i]; h < batch.headerIndex[i + 1]; h++) {
        found.part(batch.slab, batch.headerNameStart[h], batch.headerNameEnd[h]);
        found.part(batch.slab, batch.headerValueStart[h], batch.headerValueEnd[h]);
      }
      found.end();
    }
    isOpen = !batch.events.some(({ kind }) => kind === 'eof');
  }
  await reader.close();
  return { records: found.records, sums: found.sums };
}

/** Resolves with the time at which the first record of a topic is seen, or undefined once `signal` aborts. */
export async function watchFirst(servers, topic, signal) {
  const reader = openConsumer(servers);
  const partitions = await partitionsOf(reader, topic);
  await reader.assign(partitions.map((partition) => ({ ...partition, offset: -2 })));
  await reader.poll(1, 300);
  const seen = (async () => {
    while (!signal.aborted) {
      const { count } = await reader.poll(1, 20);
      if (count > 0) return performance.now();
    }
    return undefined;
  })();
  return { seen: seen.finally(() => reader.close()) };
}
