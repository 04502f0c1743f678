// What the engine itself costs per record over batches in memory, compiled and by the reference: job A (or the job named), and A′.
import { readFileSync } from 'node:fs';
import { connectorsByIdentifier, Session } from '@tsql/session';
import { order } from './orders.mjs';
import { unusualOrder } from './unusual.mjs';

const BATCH = 4096;
const BATCHES = Number(process.env.BATCHES ?? 250);
const job = readFileSync(new URL(`./jobs/${process.argv[2] ?? 'a'}.sql`, import.meta.url), 'utf8');

function batchOf(count, make) {
  const records = Array.from({ length: count }, (_, i) => make(i));
  const values = records.map(({ value }) => Buffer.from(value));
  const headers = records.map(({ header }) => Buffer.from(header));
  const slab = Buffer.concat(values.flatMap((value, i) => [value, Buffer.from('trace'), headers[i]]));
  const ints = () => new Int32Array(count);
  const batch = {
    count,
    topics: ['orders_in'],
    slab: new Uint8Array(slab),
    topic: ints(),
    partition: ints(),
    offset: Float64Array.from({ length: count }, (_, i) => i),
    timestamp: Float64Array.from(records, ({ timestamp }) => timestamp),
    timestampType: new Uint8Array(count).fill(1),
    leaderEpoch: ints(),
    keyStart: ints().fill(-1),
    keyEnd: ints().fill(-1),
    valueStart: ints(),
    valueEnd: ints(),
    headerIndex: Int32Array.from({ length: count + 1 }, (_, i) => i),
    headerNameStart: ints(),
    headerNameEnd: ints(),
    headerValueStart: ints(),
    headerValueEnd: ints(),
  };
  let at = 0;
  for (let i = 0; i < count; i++) {
    batch.valueStart[i] = at;
    batch.valueEnd[i] = at += values[i].length;
    batch.headerNameStart[i] = at;
    batch.headerNameEnd[i] = batch.headerValueStart[i] = at += 5;
    batch.headerValueEnd[i] = at += headers[i].length;
  }
  return batch;
}

async function measure(mode, batch, batches) {
  const connectors = connectorsByIdentifier();
  const counts = { records: 0, bytes: 0 };
  let left = batches;
  connectors.set('kafka', {
    ...connectors.get('kafka'),
    openRecordSource: async () => ({
      open: async () => {},
      poll: async () => (left-- > 0 ? batch : null),
      positions: () => [],
      commit: async () => {},
      status: () => ({ lag: 0, reconnects: 0 }),
      close: async () => {},
    }),
    openRecordSink: async () => ({
      partitionCount: 4,
      open: async () => {},
      write(out) {
        counts.records += out.count;
        counts.bytes += out.valueEnd[out.count - 1];
        return undefined;
      },
      flush: async () => ({ unacknowledged: 0 }),
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  });
  const session = new Session({ connectors, mode, variables: { BROKER: 'none', IN: 'in', OUT: 'out' } });
  const before = process.cpuUsage();
  const status = await session.run(job, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'micro',
    onLine() {},
    onDiagnostic: ({ message }) => console.error(message),
  });
  if (status !== 0) throw new Error(`the job ended with status ${status}`);
  const { user, system } = process.cpuUsage(before);
  return { microseconds: (user + system) / (batches * BATCH), out: counts.records, bytes: counts.bytes };
}

for (const [name, make] of [
  ['usual', order],
  ['unusual', unusualOrder],
]) {
  const batch = batchOf(BATCH, make);
  for (const mode of ['reference', 'compiled']) {
    const batches = mode === 'reference' ? Math.ceil(BATCHES / 10) : BATCHES;
    await measure(mode, batch, Math.ceil(batches / 5));
    const { microseconds, out } = await measure(mode, batch, batches);
    console.log(
      `${name.padEnd(8)} ${mode.padEnd(10)} ${microseconds.toFixed(2)} µs of CPU per record (${out} records out)`,
    );
  }
}
