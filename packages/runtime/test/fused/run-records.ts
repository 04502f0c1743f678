import {
  type DynamicTableFactory,
  type OutputBatch,
  type RecordBatch,
  type RecordSink,
  type RecordSource,
  RecordTimestampType,
} from '@tsql/core';
import { expect } from 'vitest';
import { connectorsByIdentifier, Session } from '../../../session/src/index.js';

/** A record of a source topic; a null value is a tombstone. */
export interface Input {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
  readonly timestamp: number;
}

export function batchOf(records: readonly Input[]): RecordBatch {
  const parts: Uint8Array[] = [];
  let at = 0;
  /** Start and end in the slab. */
  const add = (bytes: Uint8Array | null): readonly [number, number] => {
    if (bytes === null) return [-1, -1];
    parts.push(bytes);
    at += bytes.length;
    return [at - bytes.length, at];
  };
  const places = records.map(({ key, value, headers }) => ({
    key: add(key),
    value: add(value),
    headers: headers.map(([name, content]) => ({ name: add(Buffer.from(name)), value: add(content) })),
  }));
  const headers = places.flatMap((place) => place.headers);
  let headerCount = 0;
  const count = records.length;
  const ints = (fill: (index: number) => number) => Int32Array.from({ length: count }, (_, index) => fill(index));
  return {
    count,
    topics: ['in'],
    slab: new Uint8Array(Buffer.concat(parts)),
    topic: ints(() => 0),
    partition: ints((index) => index % 2),
    offset: Float64Array.from({ length: count }, (_, index) => index),
    timestamp: Float64Array.from(records, ({ timestamp }) => timestamp),
    timestampType: new Uint8Array(count).fill(RecordTimestampType.CREATE_TIME),
    leaderEpoch: ints((index) => index - 1),
    keyStart: Int32Array.from(places, ({ key }) => key[0]),
    keyEnd: Int32Array.from(places, ({ key }) => key[1]),
    valueStart: Int32Array.from(places, ({ value }) => value[0]),
    valueEnd: Int32Array.from(places, ({ value }) => value[1]),
    headerIndex: Int32Array.from([0, ...places.map((place) => (headerCount += place.headers.length))]),
    headerNameStart: Int32Array.from(headers, ({ name }) => name[0]),
    headerNameEnd: Int32Array.from(headers, ({ name }) => name[1]),
    headerValueStart: Int32Array.from(headers, ({ value }) => value[0]),
    headerValueEnd: Int32Array.from(headers, ({ value }) => value[1]),
  };
}

/** Runs a job over the records; returns what it wrote and what it said. */
export async function run(sql: string, records: readonly Input[], mode: 'compiled' | 'reference') {
  const found: string[] = [];
  const batches = [batchOf(records)];
  const source: RecordSource = {
    open: async () => {},
    poll: async () => batches.shift() ?? null,
    positions: () => [],
    commit: async () => {},
    storesPositions: false,
    rewind: async () => {},
    status: () => ({ lag: undefined, reconnects: 0 }),
    close: async () => {},
  };
  const sink: RecordSink = {
    partitionCount: 3,
    transaction: undefined,
    open: async () => {},
    write(batch: OutputBatch) {
      const part = (start = -1, end = -1) =>
        start < 0 ? null : Buffer.from(batch.slab.subarray(start, end)).toString('latin1');
      for (let i = 0; i < batch.count; i++) {
        const key = part(batch.keyStart[i], batch.keyEnd[i]);
        const value = part(batch.valueStart[i], batch.valueEnd[i]);
        const headers: unknown[] = [];
        for (let h = batch.headerIndex[i] as number; h < (batch.headerIndex[i + 1] as number); h++) {
          headers.push(part(batch.headerNameStart[h], batch.headerNameEnd[h]));
          headers.push(part(batch.headerValueStart[h], batch.headerValueEnd[h]));
        }
        found.push(JSON.stringify([key, value, batch.partition[i], batch.timestamp[i], headers]));
      }
      return undefined;
    },
    flush: async () => ({ unacknowledged: 0 }),
    close: async () => {},
  };
  const connectors = connectorsByIdentifier();
  for (const name of ['kafka', 'upsert-kafka']) {
    const kafka = connectors.get(name) as DynamicTableFactory;
    connectors.set(name, { ...kafka, openRecordSource: async () => source, openRecordSink: async () => sink });
  }
  const session = new Session({ connectors, mode, settings: { 'table.local-time-zone': 'Europe/Berlin' } });
  const messages: string[] = [];
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'test',
    onLine() {},
    onDiagnostic: ({ message }) => messages.push(message),
  });
  return { found, messages, status };
}

/** Runs the job both ways: what it writes and says is the same. A job that is refused would show nothing. */
export async function expectSameAsStages(sql: string, records: readonly Input[]): Promise<void> {
  const reference = await run(sql, records, 'reference');
  expect(reference.messages.filter(() => reference.status === 2)).toEqual([]);
  expect(await run(sql, records, 'compiled')).toEqual(reference);
}
