import type { RecordBatch } from '@tsql/core';
import { type CaseBytes, type CaseRecord, fromBytes } from '../case-record.js';

/** Record `index` of a batch as a line of `input.jsonl` shows it. The partition stands where the topic has several. */
export function caseRecord(batch: RecordBatch, index: number, isSpread: boolean): CaseRecord {
  const { slab } = batch;
  const bytes = (starts: Int32Array, ends: Int32Array, at: number): CaseBytes => {
    const start = starts[at] ?? -1;
    return start < 0 ? null : fromBytes(slab.subarray(start, ends[at]));
  };
  const headers: (readonly [string, CaseBytes])[] = [];
  for (let h = batch.headerIndex[index] ?? 0; h < (batch.headerIndex[index + 1] ?? 0); h++) {
    const name = Buffer.from(slab.subarray(batch.headerNameStart[h], batch.headerNameEnd[h])).toString();
    headers.push([name, bytes(batch.headerValueStart, batch.headerValueEnd, h)]);
  }
  const timestamp = batch.timestamp[index] ?? -1;
  return {
    topic: batch.topics[batch.topic[index] ?? 0] ?? '',
    ...(isSpread ? { partition: batch.partition[index] ?? 0 } : {}),
    key: bytes(batch.keyStart, batch.keyEnd, index),
    value: bytes(batch.valueStart, batch.valueEnd, index),
    ...(headers.length === 0 ? {} : { headers }),
    ...(timestamp < 0 ? {} : { timestamp }),
  };
}
