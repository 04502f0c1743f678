import type { ConsumedBatch, ProducedBatch } from '@tsql/kafka-native';
import type { NumberedRecord } from './ledger.js';

/** What the job makes of a record's `mark`: it has been through the job. */
const MARK = { in: 'fed', out: 'FED' } as const;

/** The tables and the statement of the job under test. */
export function jobSql(topics: { input: string; output: string }, source: Options, sink: Options): string {
  return `CREATE TABLE fed (k INT, n BIGINT, mark STRING) WITH (${withOptions({
    connector: 'kafka',
    topic: topics.input,
    format: 'json',
    ...source,
  })});
CREATE TABLE seen (k INT, n BIGINT, mark STRING) WITH (${withOptions({
    connector: 'kafka',
    topic: topics.output,
    'key.format': 'json',
    'key.fields': 'k',
    'value.format': 'json',
    ...sink,
  })});
INSERT INTO seen SELECT k, n, UPPER(mark) FROM fed;
`;
}

export type Options = Readonly<Record<string, string>>;

function withOptions(options: Options): string {
  return Object.entries(options)
    .map(([key, value]) => `\n  '${key}' = '${value}'`)
    .join(',');
}

/** Records to feed, laid out for the client; each to its own partition. */
export const feedBatch = (records: readonly NumberedRecord[]): ProducedBatch => batchOf(records, MARK.in);

/** The same records as the job writes them. */
export const writtenBatch = (records: readonly NumberedRecord[]): ProducedBatch => batchOf(records, MARK.out);

function batchOf(records: readonly NumberedRecord[], mark: string): ProducedBatch {
  const bytes = records.map(({ key, number }) => Buffer.from(`{"k":${key},"n":${number},"mark":"${mark}"}`));
  const ends = new Int32Array(records.length);
  let end = 0;
  for (const [i, each] of bytes.entries()) {
    end += each.length;
    ends[i] = end;
  }
  const none = new Int32Array(records.length).fill(-1);
  return {
    count: records.length,
    slab: Buffer.concat(bytes),
    partition: Int32Array.from(records, ({ partition }) => partition),
    keyStart: none,
    keyEnd: none,
    valueStart: Int32Array.from(ends, (_, i) => ends[i - 1] ?? 0),
    valueEnd: ends,
    timestamp: new Float64Array(records.length).fill(Number.NaN),
    headerIndex: new Int32Array(records.length + 1),
    headerNameStart: new Int32Array(0),
    headerNameEnd: new Int32Array(0),
    headerValueStart: new Int32Array(0),
    headerValueEnd: new Int32Array(0),
  };
}

/** A record that the job wrote, or (`isFed`) that is fed to it; undefined if it is none of those. */
export function readRecord(batch: ConsumedBatch, index: number, isFed: boolean): NumberedRecord | undefined {
  const text = Buffer.from(
    batch.slab.buffer,
    batch.slab.byteOffset + (batch.valueStart[index] ?? 0),
    lengthOf(batch, index),
  );
  try {
    const { k, n, mark } = JSON.parse(text.toString()) as { k: number; n: number; mark: string };
    return mark === (isFed ? MARK.in : MARK.out)
      ? { partition: batch.partition[index] ?? -1, key: k, number: n }
      : undefined;
  } catch {
    return undefined;
  }
}

function lengthOf(batch: ConsumedBatch, index: number): number {
  return Math.max(0, (batch.valueEnd[index] ?? 0) - (batch.valueStart[index] ?? 0));
}
