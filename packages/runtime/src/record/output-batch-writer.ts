import { ByteWriter, type OutputBatch, type RecordOrigin } from '@tsql/core';

/** Records of a batch before the batch is handed on, and how many bytes: enough to make the calls cheap. */
const MAX_RECORDS = 4096;
const MAX_BYTES = 1 << 20;
/** A record of usual size goes beyond the bound a little. */
const CAPACITY = MAX_BYTES + (1 << 16);

/** Fills output batches: key, value and headers go into one slab, positions into typed arrays that are used again. */
export class OutputBatchWriter {
  readonly slab = new ByteWriter(CAPACITY);
  private readonly partition = new Int32Array(MAX_RECORDS);
  private readonly keyStart = new Int32Array(MAX_RECORDS);
  private readonly keyEnd = new Int32Array(MAX_RECORDS);
  private readonly valueStart = new Int32Array(MAX_RECORDS);
  private readonly valueEnd = new Int32Array(MAX_RECORDS);
  private readonly timestamp = new Float64Array(MAX_RECORDS);
  private readonly headerIndex = new Int32Array(MAX_RECORDS + 1);
  private readonly headerNameStart: number[] = [];
  private readonly headerNameEnd: number[] = [];
  private readonly headerValueStart: number[] = [];
  private readonly headerValueEnd: number[] = [];
  /** Of the records at these indexes, where that is being followed. */
  private origins: (RecordOrigin | undefined)[] | undefined;
  count = 0;

  get isFull(): boolean {
    return this.isFullAt(this.slab.length);
  }

  /** As {@link isFull}, for somebody who knows better how much the slab holds. */
  isFullAt(length: number): boolean {
    return this.count >= MAX_RECORDS || length >= MAX_BYTES;
  }

  /** False where so many records more would be too many for the batch. */
  hasRoomFor(records: number): boolean {
    return this.count + records <= MAX_RECORDS;
  }

  /** Notes where the key of the next record stands; a negative start is a null key. */
  key(start: number, end: number): void {
    this.keyStart[this.count] = start;
    this.keyEnd[this.count] = end;
  }

  value(start: number, end: number): void {
    this.valueStart[this.count] = start;
    this.valueEnd[this.count] = end;
  }

  /** Adds a header to the next record; a null value is kept as null. */
  header(name: string, value: Uint8Array | null): void {
    this.headerNameStart.push(this.slab.length);
    this.slab.writeUtf8(name);
    this.headerNameEnd.push(this.slab.length);
    this.headerValueStart.push(value === null ? -1 : this.slab.length);
    if (value !== null) this.slab.writeBytes(value);
    this.headerValueEnd.push(this.slab.length);
  }

  /** Adds a header to the next record, its name and value taken from `source`. */
  headerBytes(source: Uint8Array, nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    this.headerNameStart.push(this.slab.length);
    this.slab.writeBytes(source, nameStart, nameEnd);
    this.headerNameEnd.push(this.slab.length);
    this.headerValueStart.push(this.slab.length);
    this.slab.writeBytes(source, valueStart, valueEnd);
    this.headerValueEnd.push(this.slab.length);
  }

  /** Ends the record: where it goes (-1: the client's partitioner) and its time (NaN: now). */
  finish(partition: number, timestamp: number): void {
    this.partition[this.count] = partition;
    this.timestamp[this.count] = timestamp;
    this.count++;
    this.headerIndex[this.count] = this.headerNameStart.length;
  }

  /** Notes of which record the next one is made. */
  origin(origin: RecordOrigin): void {
    this.origins ??= [];
    this.origins[this.count] = origin;
  }

  /** The batch so far. Valid until {@link clear}. */
  batch(): OutputBatch {
    return {
      count: this.count,
      slab: this.slab.bytes,
      partition: this.partition,
      keyStart: this.keyStart,
      keyEnd: this.keyEnd,
      valueStart: this.valueStart,
      valueEnd: this.valueEnd,
      timestamp: this.timestamp,
      headerIndex: this.headerIndex,
      headerNameStart: Int32Array.from(this.headerNameStart),
      headerNameEnd: Int32Array.from(this.headerNameEnd),
      headerValueStart: Int32Array.from(this.headerValueStart),
      headerValueEnd: Int32Array.from(this.headerValueEnd),
      ...(this.origins === undefined ? {} : { origins: this.origins }),
    };
  }

  /** Forgets the record that was begun but not finished: its bytes and headers. */
  rollback(slabLength: number): void {
    this.slab.truncate(slabLength);
    const headers = this.headerIndex[this.count] ?? 0;
    for (const list of [this.headerNameStart, this.headerNameEnd, this.headerValueStart, this.headerValueEnd]) {
      list.length = headers;
    }
  }

  /** Forgets the records from `count` on, whose bytes begin at `slabLength`. */
  truncate(count: number, slabLength: number): void {
    this.count = count;
    this.rollback(slabLength);
  }

  clear(): void {
    this.origins = undefined;
    this.slab.shrink(CAPACITY);
    this.count = 0;
    this.headerNameStart.length = 0;
    this.headerNameEnd.length = 0;
    this.headerValueStart.length = 0;
    this.headerValueEnd.length = 0;
  }
}
