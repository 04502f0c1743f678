import { diagnostic, type MapValue, type RecordBatch, type Timestamp, TsqlError, type Value } from '@tsql/core';
import type { OutputBatchWriter } from './output-batch-writer.js';

/** Writes the headers of the next record. Entries with a NULL key or value write none, as in Flink. */
export function writeHeaders(headers: MapValue | null, target: OutputBatchWriter): void {
  if (headers === null) return;
  for (let i = 0; i < headers.size; i++) {
    const name = headers.keys[i];
    const value = headers.values[i];
    if (name !== null && value !== null) target.header(name as string, value as Uint8Array);
  }
}

/**
 * Copies the headers of a source's record: what {@link writeHeaders} makes of the map that they are read as. False, with nothing
 * written, where the map would not hold them as they stand: a name that occurs twice, or that is no plain ASCII.
 */
export function copyHeaders(batch: RecordBatch, index: number, target: OutputBatchWriter): boolean {
  const { slab, headerIndex, headerNameStart, headerNameEnd, headerValueStart, headerValueEnd } = batch;
  const first = headerIndex[index] as number;
  const last = headerIndex[index + 1] as number;
  for (let h = first; h < last; h++) {
    const start = headerNameStart[h] as number;
    const end = headerNameEnd[h] as number;
    for (let i = start; i < end; i++) if ((slab[i] as number) >= 0x80) return false;
    for (let other = first; other < h; other++) {
      if (isSame(slab, start, end, headerNameStart[other] as number, headerNameEnd[other] as number)) return false;
    }
  }
  for (let h = first; h < last; h++) {
    const start = headerValueStart[h] as number;
    if (start < 0) continue;
    target.headerBytes(
      slab,
      headerNameStart[h] as number,
      headerNameEnd[h] as number,
      start,
      headerValueEnd[h] as number,
    );
  }
  return true;
}

function isSame(slab: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = 0; i < end - start; i++) if (slab[start + i] !== slab[otherStart + i]) return false;
  return true;
}

/** Milliseconds of a record's `timestamp` metadata; NaN for NULL: the client sets the present time. */
export function timestampMillis(value: Value): number {
  const timestamp = value as Timestamp | null;
  if (timestamp === null) return Number.NaN;
  if (timestamp.millis >= 0) return timestamp.millis;
  throw new TsqlError(
    diagnostic('TSQL_RUN_EVALUATION', {
      expression: 'the timestamp metadata',
      reason: `a record's timestamp cannot be negative, found ${timestamp.millis} ms`,
    }),
  );
}
