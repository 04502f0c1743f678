import { randomBytes } from 'node:crypto';
import { ByteWriter, type FileRecordWriter, type FormatPlan } from '@tsql/core';
import { writeLong } from '../binary.js';
import { optionsOf } from '../options.js';
import { recordSchema } from '../schema.js';
import { schemaText } from '../schema-text.js';
import { CODECS } from './codecs.js';

export const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 1);
export const SYNC_SIZE = 16;
/** Bytes of records in a block before it is written: Java's default. */
const BLOCK_SIZE = 64_000;

/**
 * Writes a container file (Avro's specification, "Object Container Files"). As Flink's, the schema is a union of null and the
 * table's record, so each record begins with the union's branch.
 */
export class ContainerWriter implements FileRecordWriter {
  private readonly block = new ByteWriter(BLOCK_SIZE * 2);
  private readonly sync = randomBytes(SYNC_SIZE);
  private count = 0;

  constructor(private readonly plan: FormatPlan) {}

  begin(target: ByteWriter): void {
    target.writeBytes(MAGIC);
    const metadata = [
      ['avro.schema', schemaText(['null', recordSchema(this.plan.rowType)])],
      ['avro.codec', optionsOf(this.plan).codec],
    ] as const;
    writeLong(target, metadata.length);
    for (const text of metadata.flat()) {
      const bytes = Buffer.from(text);
      writeLong(target, bytes.length);
      target.writeBytes(bytes);
    }
    writeLong(target, 0);
    target.writeBytes(this.sync);
  }

  write(source: Uint8Array, start: number, end: number, target: ByteWriter): void {
    writeLong(this.block, 1);
    this.block.writeBytes(source, start, end);
    this.count++;
    if (this.block.length >= BLOCK_SIZE) this.end(target);
  }

  end(target: ByteWriter): void {
    if (this.count === 0) return;
    const { bytes, length } = this.block;
    const block = CODECS[optionsOf(this.plan).codec].compress(bytes.subarray(0, length));
    writeLong(target, this.count);
    writeLong(target, block.length);
    target.writeBytes(block);
    target.writeBytes(this.sync);
    this.block.truncate();
    this.count = 0;
  }
}
