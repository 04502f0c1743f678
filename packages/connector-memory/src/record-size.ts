import type { NewRecord } from './memory-topic.js';

/** Kafka's `RECORD_BATCH_OVERHEAD`: the header of a batch of one record. */
const BATCH_OVERHEAD_BYTES = 61;
/** Kafka's `MAX_RECORD_OVERHEAD`: length, attributes, timestamp and offset at their longest. */
const RECORD_OVERHEAD_BYTES = 21;

/** How many bytes a record takes at most by itself: what Java's producer compares with `max.request.size`. */
export function recordSizeUpperBound({ key, value, headers }: NewRecord): number {
  let size = BATCH_OVERHEAD_BYTES + RECORD_OVERHEAD_BYTES + sizeOf(key) + sizeOf(value) + varintSize(headers.length);
  for (const [name, content] of headers) {
    const nameBytes = Buffer.byteLength(name);
    size += varintSize(nameBytes) + nameBytes + sizeOf(content);
  }
  return size;
}

function sizeOf(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

/** Of a number from 0, written zigzag. */
function varintSize(value: number): number {
  let size = 1;
  for (let rest = value * 2; rest > 0x7f; rest = Math.floor(rest / 128)) size++;
  return size;
}
