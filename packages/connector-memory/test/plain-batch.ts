import type { OutputBatch, RecordBatch } from '@tsql/core';
import type { NewRecord } from '../src/index.js';

type Written = Partial<NewRecord> & { readonly partition?: number };

/** Lays records out as a job's sink does, behind some bytes that belong to none. */
export function outputBatch(records: readonly Written[]): OutputBatch {
  const bytes: number[] = [0xff, 0xff];
  const columns: Record<string, number[]> = {};
  const push = (name: string, value: number) => {
    columns[name] = [...(columns[name] ?? []), value];
  };
  const append = (name: string, content: Uint8Array | null) => {
    push(`${name}Start`, content === null ? -1 : bytes.length);
    for (const byte of content ?? []) bytes.push(byte);
    push(`${name}End`, bytes.length);
  };
  push('headerIndex', 0);
  let headers = 0;
  for (const record of records) {
    append('key', record.key ?? null);
    append('value', record.value ?? null);
    for (const [name, content] of record.headers ?? []) {
      append('headerName', Buffer.from(name));
      append('headerValue', content);
    }
    headers += record.headers?.length ?? 0;
    push('headerIndex', headers);
  }
  const column = (name: string) => Int32Array.from(columns[name] ?? []);
  return {
    count: records.length,
    slab: Uint8Array.from(bytes),
    partition: Int32Array.from(records, ({ partition }) => partition ?? -1),
    timestamp: Float64Array.from(records, ({ timestamp }) => timestamp ?? Number.NaN),
    keyStart: column('keyStart'),
    keyEnd: column('keyEnd'),
    valueStart: column('valueStart'),
    valueEnd: column('valueEnd'),
    headerIndex: column('headerIndex'),
    headerNameStart: column('headerNameStart'),
    headerNameEnd: column('headerNameEnd'),
    headerValueStart: column('headerValueStart'),
    headerValueEnd: column('headerValueEnd'),
  };
}

/** The records of a batch that a source handed out. Texts stand for bytes. */
export function plainRecords(batch: RecordBatch) {
  const text = (start: Int32Array, end: Int32Array, at: number) => {
    const from = start[at] ?? -1;
    return from < 0 ? null : Buffer.from(batch.slab.subarray(from, end[at])).toString();
  };
  return Array.from({ length: batch.count }, (_, i) => ({
    topic: batch.topics[batch.topic[i] ?? -1],
    partition: batch.partition[i],
    offset: batch.offset[i],
    timestamp: batch.timestamp[i],
    timestampType: batch.timestampType[i],
    key: text(batch.keyStart, batch.keyEnd, i),
    value: text(batch.valueStart, batch.valueEnd, i),
    headers: Array.from({ length: (batch.headerIndex[i + 1] ?? 0) - (batch.headerIndex[i] ?? 0) }, (_header, h) => {
      const at = (batch.headerIndex[i] ?? 0) + h;
      return [
        text(batch.headerNameStart, batch.headerNameEnd, at),
        text(batch.headerValueStart, batch.headerValueEnd, at),
      ];
    }),
  }));
}
