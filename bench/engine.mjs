// The engine over batches in memory, without Kafka: what a job costs per record.
import { connectorsByIdentifier, Session } from '@tsql/session';

/** A batch as the Kafka source gives it, of the records that `make` returns: a value, one header's value, a timestamp. */
export function batchOf(count, make) {
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

/** Runs a job over a batch so many times; `onBatch` is given each output batch. Throws where the job fails. */
export async function runJob({ sql, mode, batch, batches, onBatch }) {
  const connectors = connectorsByIdentifier();
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
        onBatch(out);
        return undefined;
      },
      flush: async () => ({ unacknowledged: 0 }),
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  });
  const session = new Session({ connectors, mode, variables: { BROKER: 'none', IN: 'in', OUT: 'out' } });
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'bench',
    onLine() {},
    onDiagnostic: ({ message }) => console.error(message),
  });
  if (status !== 0) throw new Error(`the job ended with status ${status}`);
}
