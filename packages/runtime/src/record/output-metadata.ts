import { diagnostic, type MapValue, type Timestamp, TsqlError, type Value } from '@tsql/core';
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
