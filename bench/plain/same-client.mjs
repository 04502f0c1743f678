// Job A by hand on the client that tsql uses.
import { createConsumer, createProducer } from '@tsql/kafka-native';
import { SPLITS } from './split-order.mjs';

const { BROKER, IN, OUT, SPLIT = 'parse' } = process.env;
const { split, encoding } = SPLITS[SPLIT];
const consumer = createConsumer({
  'bootstrap.servers': BROKER,
  'group.id': 'plain',
  'enable.auto.commit': 'false',
  'fetch.queue.backoff.ms': '10',
  'queued.min.messages': '20000',
});
const producer = createProducer({
  'bootstrap.servers': BROKER,
  'enable.idempotence': 'true',
  'linger.ms': '20',
  'batch.num.messages': '10000',
  'batch.size': '1000000',
  'queue.buffering.max.messages': '200000',
  partitioner: 'murmur2_random',
});

const { topics } = await consumer.metadata(IN, 10_000);
const partitions = topics.find(({ name }) => name === IN).partitions.map(({ id }) => ({ topic: IN, partition: id }));
const marks = await consumer.watermarks(partitions, 10_000);
let left = marks.reduce((sum, { low, high }) => sum + high - low, 0);
await consumer.assign(partitions.map((partition) => ({ ...partition, offset: -2 })));

while (left > 0) {
  const batch = await consumer.poll(4096, 100);
  left -= batch.count;
  const bytes = Buffer.from(batch.slab.buffer, batch.slab.byteOffset, batch.slab.length);
  const parts = [];
  const position = { keyStart: [], keyEnd: [], valueStart: [], valueEnd: [] };
  let at = 0;
  const put = (text, name) => {
    const part = Buffer.from(text, encoding);
    parts.push(part);
    position[`${name}Start`].push(at);
    at += part.length;
    position[`${name}End`].push(at);
  };
  for (let i = 0; i < batch.count; i++) {
    const order = split(bytes.toString(encoding, batch.valueStart[i], batch.valueEnd[i]));
    if (order === undefined) continue;
    put(order.key, 'key');
    put(order.value, 'value');
  }
  const count = position.keyStart.length;
  const none = new Int32Array();
  const out = {
    ...Object.fromEntries(Object.entries(position).map(([name, list]) => [name, Int32Array.from(list)])),
    count,
    slab: new Uint8Array(Buffer.concat(parts)),
    partition: new Int32Array(count).fill(-1),
    timestamp: new Float64Array(count).fill(Number.NaN),
    headerIndex: new Int32Array(count + 1),
    headerNameStart: none,
    headerNameEnd: none,
    headerValueStart: none,
    headerValueEnd: none,
  };
  for (let taken = 0; taken < count; ) {
    taken += producer.produce(OUT, out, taken);
    if (taken < count) await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
const unsent = await producer.flush(60_000);
await Promise.all([producer.close(), consumer.close()]);
process.exitCode = unsent > 0 || producer.counters?.().failed > 0 ? 1 : 0;
