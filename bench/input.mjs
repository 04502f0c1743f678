// The input topics: made once for each broker.
import { order } from './orders.mjs';
import { inThreads } from './threads.mjs';
import { countRecords, createTopic, openProducer, PARTITIONS } from './topics.mjs';
import { unusualOrder } from './unusual.mjs';

const BATCH = 10_000;
const MAKERS = { usual: order, unusual: unusualOrder };
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

/** Makes the topic with so many records, from number `first` on, unless it is there. Returns its name. */
export async function ensureInput(servers, { kind = 'usual', first = 0, count }) {
  const topic = `orders_${kind}_${first}_${count}`;
  const present = await countRecords(servers, topic);
  if (present === count) return topic;
  if (present > 0) throw new Error(`topic ${topic} has ${present} records, not ${count}`);
  await createTopic(servers, topic);
  const lists = Array.from({ length: PARTITIONS }, (_, partition) => [
    servers,
    topic,
    { kind, first, count, partition },
  ]);
  await inThreads(import.meta.url, 'fillPartition', lists);
  return topic;
}

/** Writes one partition: every fourth record. */
export async function fillPartition(servers, topic, { kind, first, count, partition }) {
  const writer = openProducer(servers);
  const end = first + count;
  const begin = first + ((partition - (first % PARTITIONS) + PARTITIONS) % PARTITIONS);
  for (let from = begin; from < end; from += BATCH * PARTITIONS) {
    const size = Math.min(BATCH, Math.ceil((end - from) / PARTITIONS));
    const batch = inputBatch(MAKERS[kind], from, size);
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

/** A batch of `count` records: number `from` and each fourth one after it. */
export function inputBatch(make, from, count) {
  const columns = Object.fromEntries(POSITIONS.map((name) => [name, new Int32Array(count)]));
  const slab = Buffer.allocUnsafe(count * 1024);
  let at = 0;
  const put = (text, index, name) => {
    columns[`${name}Start`][index] = at;
    at += slab.write(text, at);
    columns[`${name}End`][index] = at;
  };
  const timestamp = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const record = make(from + i * PARTITIONS);
    put(record.value, i, 'value');
    put('trace', i, 'headerName');
    put(record.header, i, 'headerValue');
    timestamp[i] = record.timestamp;
  }
  columns.keyStart.fill(-1);
  return {
    ...columns,
    count,
    slab: new Uint8Array(slab.buffer, slab.byteOffset, at),
    partition: new Int32Array(count).fill(from % PARTITIONS),
    timestamp,
    headerIndex: Int32Array.from({ length: count + 1 }, (_, i) => i),
  };
}
