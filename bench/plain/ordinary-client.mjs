// Job A by hand on the ordinary client, @confluentinc/kafka-javascript, by its fastest interface: many records a call, the next call
// under way while records are worked on, reports of failures only.
import { createRequire } from 'node:module';
import { split } from './split-order.mjs';

const { BROKER, IN, OUT, ORDINARY_CLIENT } = process.env;
const { KafkaConsumer, Producer, CODES } = createRequire(ORDINARY_CLIENT)('@confluentinc/kafka-javascript');
const BATCH = 1000;

const consumer = new KafkaConsumer(
  {
    'bootstrap.servers': BROKER,
    'group.id': 'plain',
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'fetch.queue.backoff.ms': 10,
    'queued.min.messages': 20000,
    'queued.max.messages.kbytes': 16384,
  },
  { 'auto.offset.reset': 'earliest' },
);
const producer = new Producer({
  'bootstrap.servers': BROKER,
  'enable.idempotence': true,
  'linger.ms': 20,
  'batch.num.messages': 10000,
  'batch.size': 1000000,
  'queue.buffering.max.messages': 200000,
  'queue.buffering.max.kbytes': 262144,
  partitioner: 'murmur2_random',
  dr_cb: true,
  'delivery.report.only.error': true,
});

const call = (run) =>
  new Promise((resolve, reject) => run((error, result) => (error ? reject(error) : resolve(result))));
const turn = () => new Promise((resolve) => setImmediate(resolve));

let failed = 0;
producer.on('delivery-report', (error) => {
  if (error) failed++;
});
consumer.setDefaultConsumeTimeout(100);
consumer.setDefaultIsTimeoutOnlyForFirstMessage(true);
await Promise.all([call((done) => consumer.connect({}, done)), call((done) => producer.connect({}, done))]);
// Before it is connected the binding has nothing that could poll, and crashes.
producer.setPollInBackground(true);

const { topics } = await call((done) => consumer.getMetadata({ topic: IN, timeout: 10_000 }, done));
const partitions = topics.find(({ name }) => name === IN).partitions.map(({ id }) => id);
let left = 0;
for (const partition of partitions) {
  const { lowOffset, highOffset } = await call((done) => consumer.queryWatermarkOffsets(IN, partition, 10_000, done));
  left += highOffset - lowOffset;
}
consumer.assign(partitions.map((partition) => ({ topic: IN, partition, offset: 0 })));

const next = () => call((done) => consumer.consume(BATCH, done));
for (let coming = next(); left > 0; ) {
  const messages = await coming;
  left -= messages.length;
  if (left > 0) coming = next();
  for (const { value } of messages) {
    const order = split(value.latin1Slice());
    if (order === undefined) continue;
    const bytes = Buffer.from(order.value, 'latin1');
    const key = Buffer.from(order.key, 'latin1');
    while (!taken(bytes, key)) await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
await call((done) => producer.flush(60_000, done));
await turn();
await turn();
process.exit(failed > 0 ? 1 : 0);

/** False where the queue is full. */
function taken(value, key) {
  try {
    producer.produce(OUT, null, value, key);
    return true;
  } catch (error) {
    if (error.code === CODES.ERRORS.ERR__QUEUE_FULL) return false;
    throw error;
  }
}
