// Kafka as the benchmark needs it: topics, the input, and a look at an output from outside.
import { createConsumer, createProducer } from '@tsql/kafka-native';
import { TopicDigest } from './expected.mjs';
import { order } from './orders.mjs';

/** Of every topic. */
export const PARTITIONS = 4;
const TIMEOUT_MS = 30_000;
const BATCH = 10_000;
/** Columns of a batch that hold one position for each record or header. */
const POSITIONS = [
  'keyStart',
  'keyEnd',
  'valueStart',
  'valueEnd',
  'headerNameStart',
  'headerNameEnd',
  'headerValueStart',
  'headerValueEnd',
];

const consumer = (servers) =>
  createConsumer({
    'bootstrap.servers': servers,
    'group.id': 'bench',
    'enable.auto.commit': 'false',
    'enable.partition.eof': 'true',
    'fetch.wait.max.ms': '5',
    'fetch.queue.backoff.ms': '5',
    'isolation.level': 'read_committed',
  });

const producer = (servers) =>
  createProducer({
    'bootstrap.servers': servers,
    'enable.idempotence': 'true',
    'linger.ms': '20',
    'batch.num.messages': '10000',
    'batch.size': '1000000',
    'queue.buffering.max.messages': '200000',
  });

export async function createTopic(servers, topic) {
  const admin = producer(servers);
  const [result] = await admin.createTopics(
    [{ topic, partitions: PARTITIONS, configs: { 'retention.ms': '-1' } }],
    TIMEOUT_MS,
  );
  await admin.close();
  if (result?.error !== undefined && result.error.errorName !== 'TOPIC_ALREADY_EXISTS') throw result.error;
}

export async function deleteTopic(servers, topic) {
  const admin = producer(servers);
  await admin.deleteTopics([topic], TIMEOUT_MS);
  await admin.close();
}

/** How many records a topic has; 0 where there is no such topic. */
export async function countRecords(servers, topic) {
  const reader = consumer(servers);
  try {
    return await count(reader, topic);
  } finally {
    await reader.close();
  }
}

async function partitionsOf(reader, topic) {
  const { topics } = await reader.metadata(null, TIMEOUT_MS);
  const found = topics.find(({ name }) => name === topic);
  return (found?.partitions ?? []).map(({ id }) => ({ topic, partition: id }));
}

async function count(reader, topic) {
  const partitions = await partitionsOf(reader, topic);
  if (partitions.length === 0) return 0;
  const marks = await reader.watermarks(partitions, TIMEOUT_MS);
  return marks.reduce((sum, { low, high }) => sum + high - low, 0);
}

/** Makes the input topic with so many records, from number `first` on, unless it is there. */
export async function generate(servers, topic, records, first = 0) {
  const present = await countRecords(servers, topic);
  if (present === records) return;
  if (present > 0) throw new Error(`topic ${topic} has ${present} records, not ${records}`);
  await createTopic(servers, topic);
  const writer = producer(servers);
  for (let from = 0; from < records; from += BATCH) {
    const batch = inputBatch(first + from, Math.min(BATCH, records - from));
    for (let taken = 0; taken < batch.count; ) {
      taken += writer.produce(topic, batch, taken);
      if (taken < batch.count) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const left = await writer.flush(120_000);
  const { failed } = writer.counters();
  await writer.close();
  if (left > 0 || failed > 0) throw new Error(`${left} records not sent, ${failed} refused`);
}

function inputBatch(from, count) {
  const columns = Object.fromEntries(POSITIONS.map((name) => [name, new Int32Array(count)]));
  const parts = [];
  let at = 0;
  const put = (bytes, index, name) => {
    parts.push(bytes);
    columns[`${name}Start`][index] = at;
    at += bytes.length;
    columns[`${name}End`][index] = at;
  };
  const timestamp = new Float64Array(count);
  const headerName = Buffer.from('trace');
  for (let i = 0; i < count; i++) {
    const record = order(from + i);
    put(Buffer.from(record.value), i, 'value');
    put(headerName, i, 'headerName');
    put(Buffer.from(record.header), i, 'headerValue');
    timestamp[i] = record.timestamp;
  }
  columns.keyStart.fill(-1);
  return {
    ...columns,
    count,
    slab: new Uint8Array(Buffer.concat(parts)),
    partition: Int32Array.from({ length: count }, (_, i) => (from + i) % PARTITIONS),
    timestamp,
    headerIndex: Int32Array.from({ length: count + 1 }, (_, i) => i),
  };
}

/** Reads a topic from begin to end. `fixed` says whether partitions and times count. */
export async function digest(servers, topic, fixed) {
  const reader = consumer(servers);
  const found = new TopicDigest();
  const partitions = await partitionsOf(reader, topic);
  await reader.assign(partitions.map((partition) => ({ ...partition, offset: -2 })));
  for (let open = partitions.length; open > 0; ) {
    const batch = await reader.poll(BATCH, 500);
    const bytes = Buffer.from(batch.slab.buffer, batch.slab.byteOffset, batch.slab.length);
    const part = (start, end) => (start < 0 ? null : bytes.latin1Slice(start, end));
    for (let i = 0; i < batch.count; i++) {
      const headers = [];
      for (let h = batch.headerIndex[i]; h < batch.headerIndex[i + 1]; h++) {
        const name = part(batch.headerNameStart[h], batch.headerNameEnd[h]);
        headers.push([name, part(batch.headerValueStart[h], batch.headerValueEnd[h])]);
      }
      found.add({
        partition: fixed.partition ? batch.partition[i] : null,
        timestamp: fixed.timestamp ? batch.timestamp[i] : null,
        key: part(batch.keyStart[i], batch.keyEnd[i]),
        value: part(batch.valueStart[i], batch.valueEnd[i]),
        headers,
      });
    }
    open -= batch.events.filter(({ kind }) => kind === 'eof').length;
  }
  await reader.close();
  return found;
}

/** Resolves with the time at which the first record of a topic is seen. `ready` is called when the watch stands. */
export async function watchFirst(servers, topic, signal) {
  const reader = consumer(servers);
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
