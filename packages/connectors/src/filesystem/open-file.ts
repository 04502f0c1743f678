import { type FileHandle, open } from 'node:fs/promises';
import { type FileRecordReader, type FileRecords, type RecordBatch, RecordTimestampType } from '@tsql/core';
import type { FoundFile } from './list-files.js';

/** How much of a file is read at once. Bytes. */
const PIECE = 1 << 18;

/** Reads the records of a file, a piece at a time: files may be larger than memory. */
export class OpenFile {
  private buffer = Buffer.allocUnsafe(PIECE);
  private filled = 0;
  private isAtEnd = false;
  /** How many records were handed out, or passed over. */
  records = 0;
  private readonly key: Buffer | undefined;

  private constructor(
    private readonly handle: FileHandle,
    readonly file: FoundFile,
    private readonly reader: FileRecordReader,
    /** So many records are passed over. */
    private readonly skip: number,
  ) {
    const isPartitioned = Object.keys(file.partition).length > 0;
    this.key = isPartitioned ? Buffer.from(JSON.stringify(file.partition)) : undefined;
  }

  static async open(file: FoundFile, reader: FileRecordReader, skip: number): Promise<OpenFile> {
    return new OpenFile(await open(file.path, 'r'), file, reader, skip);
  }

  /** The next records, or null behind the last. Valid until the next call. */
  async next(): Promise<RecordBatch | null> {
    for (;;) {
      if (this.isAtEnd && this.filled === 0) return null;
      await this.fill();
      const found = this.passOver(this.reader.read(this.buffer.subarray(0, this.filled), this.isAtEnd));
      const batch = found.starts.length === 0 ? undefined : this.batch(found);
      this.keep(found.used, batch !== undefined);
      if (batch !== undefined) return batch;
      if (this.isAtEnd) return null;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async fill(): Promise<void> {
    while (!this.isAtEnd && this.filled < this.buffer.length) {
      const { bytesRead } = await this.handle.read(this.buffer, this.filled, this.buffer.length - this.filled);
      this.filled += bytesRead;
      this.isAtEnd = bytesRead === 0;
    }
  }

  /** What was not used comes first in the next piece; a record that fills the piece makes it grow. */
  private keep(used: number, isHandedOut: boolean): void {
    const rest = this.buffer.subarray(used, this.filled);
    const size = used === 0 && !this.isAtEnd ? this.buffer.length * 2 : this.buffer.length;
    if (isHandedOut || size > this.buffer.length) {
      const next = Buffer.allocUnsafe(size);
      rest.copy(next);
      this.buffer = next;
    } else {
      this.buffer.copyWithin(0, used, this.filled);
    }
    this.filled = rest.length;
  }

  private passOver(found: FileRecords): FileRecords {
    const count = Math.min(found.starts.length, this.skip - this.records);
    if (count <= 0) return found;
    this.records += count;
    return { ...found, starts: found.starts.slice(count), ends: found.ends.slice(count) };
  }

  private batch({ slab: found, starts, ends }: FileRecords): RecordBatch {
    const count = starts.length;
    const first = this.records;
    this.records += count;
    // The partition stands as the key of every record.
    const size = this.key?.length ?? 0;
    const slab = this.key === undefined ? found : Buffer.concat([this.key, found.subarray(0, ends.at(-1))]);
    const none = new Int32Array(0);
    return {
      count,
      topics: [this.file.path],
      files: [this.file],
      slab,
      topic: new Int32Array(count),
      partition: new Int32Array(count),
      offset: Float64Array.from({ length: count }, (_, index) => first + index),
      timestamp: new Float64Array(count).fill(-1),
      timestampType: new Uint8Array(count).fill(RecordTimestampType.NOT_AVAILABLE),
      leaderEpoch: new Int32Array(count).fill(-1),
      keyStart: new Int32Array(count).fill(this.key === undefined ? -1 : 0),
      keyEnd: new Int32Array(count).fill(size),
      valueStart: Int32Array.from(starts, (start) => start + size),
      valueEnd: Int32Array.from(ends, (end) => end + size),
      headerIndex: new Int32Array(count + 1),
      headerNameStart: none,
      headerNameEnd: none,
      headerValueStart: none,
      headerValueEnd: none,
    };
  }
}
