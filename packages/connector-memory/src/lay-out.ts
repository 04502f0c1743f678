import { type RecordBatch, RecordTimestampType } from '@tsql/core';
import type { MemoryRecord, MemoryTopic } from './memory-topic.js';

/** A record with its place. */
export interface ReadRecord {
  readonly record: MemoryRecord;
  readonly topic: MemoryTopic;
  readonly partition: number;
  readonly offset: number;
}

/** Lays records out as the batch that a source hands out. */
export function layOut(records: readonly ReadRecord[]): RecordBatch {
  const parts: Uint8Array[] = [];
  let length = 0;
  const spans = () => ({ start: [] as number[], end: [] as number[] });
  const [key, value, headerName, headerValue] = [spans(), spans(), spans(), spans()];
  const append = (bytes: Uint8Array | null, to: { start: number[]; end: number[] }) => {
    to.start.push(bytes === null ? -1 : length);
    if (bytes !== null) {
      parts.push(bytes);
      length += bytes.length;
    }
    to.end.push(length);
  };
  const headerIndex = [0];
  const topics: string[] = [];
  for (const { record, topic } of records) {
    if (!topics.includes(topic.name)) topics.push(topic.name);
    append(record.key, key);
    append(record.value, value);
    for (const [name, content] of record.headers) {
      append(Buffer.from(name), headerName);
      append(content, headerValue);
    }
    headerIndex.push(headerName.start.length);
  }
  const { CREATE_TIME, LOG_APPEND_TIME } = RecordTimestampType;
  return {
    count: records.length,
    topics,
    slab: Buffer.concat(parts, length),
    topic: Int32Array.from(records, ({ topic }) => topics.indexOf(topic.name)),
    partition: Int32Array.from(records, ({ partition }) => partition),
    offset: Float64Array.from(records, ({ offset }) => offset),
    timestamp: Float64Array.from(records, ({ record }) => record.timestamp),
    timestampType: Uint8Array.from(records, ({ topic }) => (topic.isLogAppendTime ? LOG_APPEND_TIME : CREATE_TIME)),
    leaderEpoch: new Int32Array(records.length),
    keyStart: Int32Array.from(key.start),
    keyEnd: Int32Array.from(key.end),
    valueStart: Int32Array.from(value.start),
    valueEnd: Int32Array.from(value.end),
    headerIndex: Int32Array.from(headerIndex),
    headerNameStart: Int32Array.from(headerName.start),
    headerNameEnd: Int32Array.from(headerName.end),
    headerValueStart: Int32Array.from(headerValue.start),
    headerValueEnd: Int32Array.from(headerValue.end),
  };
}
