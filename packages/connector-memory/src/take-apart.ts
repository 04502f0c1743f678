import type { OutputBatch } from '@tsql/core';
import type { NewRecord } from './memory-topic.js';

/** A record that a sink was handed; partition -1 leaves the choice to the partitioner. */
export interface WrittenRecord extends NewRecord {
  readonly partition: number;
}

/** The records of a batch, with bytes of their own: the batch's slab is used again. */
export function takeApart(batch: OutputBatch): WrittenRecord[] {
  const { slab } = batch;
  const bytes = (start: Int32Array, end: Int32Array, at: number) => {
    const from = start[at] ?? -1;
    return from < 0 ? null : Uint8Array.from(slab.subarray(from, end[at]));
  };
  return Array.from({ length: batch.count }, (_, i) => {
    const headers: (readonly [string, Uint8Array | null])[] = [];
    for (let h = batch.headerIndex[i] ?? 0; h < (batch.headerIndex[i + 1] ?? 0); h++) {
      const name = Buffer.from(slab.subarray(batch.headerNameStart[h], batch.headerNameEnd[h])).toString();
      headers.push([name, bytes(batch.headerValueStart, batch.headerValueEnd, h)]);
    }
    const timestamp = batch.timestamp[i] ?? Number.NaN;
    return {
      partition: batch.partition[i] ?? -1,
      key: bytes(batch.keyStart, batch.keyEnd, i),
      value: bytes(batch.valueStart, batch.valueEnd, i),
      headers,
      timestamp: Number.isNaN(timestamp) ? undefined : timestamp,
    };
  });
}
