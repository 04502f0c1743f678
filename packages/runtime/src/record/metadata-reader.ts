import {
  binaryStringHash,
  hashMapOrder,
  MapValue,
  type RecordBatch,
  type RecordFile,
  Timestamp,
  type Value,
} from '@tsql/core';

/** Reads one metadata column of record `index` of a batch. */
export type MetadataReader = (batch: RecordBatch, index: number) => Value;

const decoder = new TextDecoder();

/** As Flink's connector names `TimestampType`. */
const TIMESTAMP_TYPES = ['NoTimestampType', 'CreateTime', 'LogAppendTime'];

/** The metadata of a record itself, by key: the readable columns of Flink's Kafka and filesystem connectors. */
export const METADATA_READERS: Readonly<Record<string, MetadataReader>> = {
  topic: (batch, index) => batch.topics[batch.topic[index] ?? 0] ?? null,
  partition: (batch, index) => batch.partition[index] ?? null,
  offset: (batch, index) => BigInt(batch.offset[index] ?? 0),
  'leader-epoch': (batch, index) => {
    const epoch = batch.leaderEpoch[index] ?? -1;
    return epoch < 0 ? null : epoch;
  },
  timestamp: (batch, index) => new Timestamp(batch.timestamp[index] ?? -1),
  'timestamp-type': (batch, index) => TIMESTAMP_TYPES[batch.timestampType[index] ?? 0] ?? null,
  headers: readHeaders,
  'file.path': (batch, index) => fileOf(batch, index)?.path ?? null,
  'file.name': (batch, index) => fileOf(batch, index)?.name ?? null,
  'file.size': (batch, index) => BigInt(fileOf(batch, index)?.size ?? 0),
  'file.modification-time': (batch, index) => new Timestamp(fileOf(batch, index)?.modifiedAt ?? 0),
};

function fileOf(batch: RecordBatch, index: number): RecordFile | undefined {
  return batch.files?.[batch.topic[index] ?? 0];
}

/** A name that occurs twice keeps its last value, and names stand in the order of Java's HashMap: Flink reads headers into one. */
function readHeaders(batch: RecordBatch, index: number): MapValue {
  const first = batch.headerIndex[index] ?? 0;
  const last = batch.headerIndex[index + 1] ?? first;
  if (first === last) return new MapValue([], []);
  const headers = new Map<string, Value>();
  for (let h = first; h < last; h++) {
    const name = decoder.decode(batch.slab.subarray(batch.headerNameStart[h], batch.headerNameEnd[h]));
    const start = batch.headerValueStart[h] ?? -1;
    headers.set(name, start < 0 ? null : batch.slab.slice(start, batch.headerValueEnd[h]));
  }
  const names = [...headers.keys()];
  if (names.length > 1) {
    const order = hashMapOrder(names, (name) => binaryStringHash(name as string));
    names.splice(0, names.length, ...order.map((position) => names[position] ?? ''));
  }
  return new MapValue(
    names,
    names.map((name) => headers.get(name) ?? null),
  );
}
