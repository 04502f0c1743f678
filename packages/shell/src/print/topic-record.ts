import { type RecordBatch, RecordTimestampType } from '@tsql/core';

/** A record as it stands in a topic, nothing left out. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch; undefined where the record has none. */
  readonly timestamp: number | undefined;
  readonly timestampType: TimestampTypeName;
  readonly key: Uint8Array | null;
  /** Null: a tombstone. */
  readonly value: Uint8Array | null;
  /** In their order, names more than once where they stand so. */
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
}

/** As Flink's metadata `timestamp-type` names them. */
export type TimestampTypeName = 'NoTimestampType' | 'CreateTime' | 'LogAppendTime';

/** Takes a record out of a batch; its bytes are copied. */
export function recordAt(batch: RecordBatch, index: number): TopicRecord {
  const bytes = (starts: Int32Array, ends: Int32Array, at: number) => {
    const start = starts[at] ?? -1;
    return start < 0 ? null : batch.slab.slice(start, ends[at]);
  };
  const headers: (readonly [string, Uint8Array | null])[] = [];
  for (let at = batch.headerIndex[index] ?? 0; at < (batch.headerIndex[index + 1] ?? 0); at++) {
    const name = Buffer.from(batch.slab.subarray(batch.headerNameStart[at], batch.headerNameEnd[at])).toString();
    headers.push([name, bytes(batch.headerValueStart, batch.headerValueEnd, at)]);
  }
  const type = batch.timestampType[index] ?? RecordTimestampType.NOT_AVAILABLE;
  return {
    topic: batch.topics[batch.topic[index] ?? 0] ?? '',
    partition: batch.partition[index] ?? 0,
    offset: batch.offset[index] ?? 0,
    timestamp: type === RecordTimestampType.NOT_AVAILABLE ? undefined : batch.timestamp[index],
    timestampType: TYPE_NAMES[type] ?? 'NoTimestampType',
    key: bytes(batch.keyStart, batch.keyEnd, index),
    value: bytes(batch.valueStart, batch.valueEnd, index),
    headers,
  };
}

const TYPE_NAMES: readonly TimestampTypeName[] = ['NoTimestampType', 'CreateTime', 'LogAppendTime'];
