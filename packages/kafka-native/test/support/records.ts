import type { BatchEvent, ConsumedBatch, Consumer, ProducedBatch, Producer } from '../../src/index.js';

export interface Sent {
  readonly partition?: number;
  readonly key?: Uint8Array | string | null;
  readonly value?: Uint8Array | string | null;
  readonly headers?: readonly (readonly [string, Uint8Array | string | null])[];
  readonly timestamp?: number;
}

export interface Received {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
  readonly timestamp: number;
  readonly timestampType: number;
}

/** Records as a batch to send. */
export function batchOf(records: readonly Sent[]): ProducedBatch {
  const parts: Buffer[] = [];
  let length = 0;
  const column = () => ({ start: [] as number[], end: [] as number[] });
  const [key, value, name, header] = [column(), column(), column(), column()];
  const append = (into: typeof key, bytes: Uint8Array | string | null | undefined) => {
    into.start.push(bytes === null || bytes === undefined ? -1 : length);
    const part = Buffer.from(bytes ?? '');
    parts.push(part);
    length += part.length;
    into.end.push(length);
  };
  const headerIndex = [0];
  for (const record of records) {
    append(key, record.key);
    append(value, record.value);
    for (const [text, bytes] of record.headers ?? []) {
      append(name, text);
      append(header, bytes);
    }
    headerIndex.push(name.start.length);
  }
  return {
    count: records.length,
    slab: new Uint8Array(Buffer.concat(parts)),
    partition: Int32Array.from(records, (record) => record.partition ?? 0),
    keyStart: Int32Array.from(key.start),
    keyEnd: Int32Array.from(key.end),
    valueStart: Int32Array.from(value.start),
    valueEnd: Int32Array.from(value.end),
    timestamp: Float64Array.from(records, (record) => record.timestamp ?? Number.NaN),
    headerIndex: Int32Array.from(headerIndex),
    headerNameStart: Int32Array.from(name.start),
    headerNameEnd: Int32Array.from(name.end),
    headerValueStart: Int32Array.from(header.start),
    headerValueEnd: Int32Array.from(header.end),
  };
}

export const numbered = (from: number, to: number, more: Sent = {}): Sent[] =>
  Array.from({ length: to - from }, (_, index) => ({ ...more, value: String(from + index) }));

/** Sends all of it and waits for the acknowledgements. */
export async function send(producer: Producer, topic: string, records: readonly Sent[]): Promise<void> {
  const taken = producer.produce(topic, batchOf(records), 0);
  if (taken < records.length) throw new Error(`${taken} of ${records.length} records were taken`);
  const left = await producer.flush(20_000);
  const [failure] = producer.takeFailures();
  if (failure !== undefined) throw failure.error;
  if (left > 0) throw new Error(`${left} records were not acknowledged`);
}

export function recordsOf(batch: ConsumedBatch): Received[] {
  const at = (column: ArrayLike<number>, index: number) => column[index] ?? Number.NaN;
  const text = (start: number, end: number) =>
    start < 0 ? null : Buffer.from(batch.slab.subarray(start, end)).toString();
  return Array.from({ length: batch.count }, (_, i) => {
    const headers: [string, string | null][] = [];
    for (let h = at(batch.headerIndex, i); h < at(batch.headerIndex, i + 1); h++) {
      headers.push([
        text(at(batch.headerNameStart, h), at(batch.headerNameEnd, h)) ?? '',
        text(at(batch.headerValueStart, h), at(batch.headerValueEnd, h)),
      ]);
    }
    return {
      topic: batch.topics[at(batch.topic, i)] ?? '',
      partition: at(batch.partition, i),
      offset: at(batch.offset, i),
      key: text(at(batch.keyStart, i), at(batch.keyEnd, i)),
      value: text(at(batch.valueStart, i), at(batch.valueEnd, i)),
      headers,
      timestamp: at(batch.timestamp, i),
      timestampType: at(batch.timestampType, i),
    };
  });
}

const DEADLINE_MS = 25_000;

/** Polls until the condition holds of all that came; fails after a while with what came. */
export async function pollUntil(
  consumer: Consumer,
  isDone: (records: readonly Received[], events: readonly BatchEvent[]) => boolean,
): Promise<{ records: Received[]; events: BatchEvent[] }> {
  const records: Received[] = [];
  const events: BatchEvent[] = [];
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; ) {
    const batch = await consumer.poll(1000, 100);
    records.push(...recordsOf(batch));
    events.push(...batch.events);
    if (isDone(records, events)) return { records, events };
  }
  throw new Error(`only ${records.length} records came, and ${JSON.stringify(events)}`);
}

export const pollRecords = async (consumer: Consumer, count: number): Promise<Received[]> =>
  (await pollUntil(consumer, (records) => records.length >= count)).records;

/** Polls until this many came, and takes no more: a fetch may bring fewer than a poll asks for. */
export async function pollExactly(consumer: Consumer, count: number): Promise<Received[]> {
  const records: Received[] = [];
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; ) {
    records.push(...recordsOf(await consumer.poll(count - records.length, 100)));
    if (records.length === count) return records;
  }
  throw new Error(`only ${records.length} of ${count} records came`);
}

export const values = (records: readonly Received[]): (string | null)[] => records.map((record) => record.value);

/** Asks until the answer is one. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come');
}
