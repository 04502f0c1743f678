import {
  ByteWriter,
  diagnostic,
  type FileRecordReader,
  type FileRecords,
  type FormatPlan,
  nearest,
  TsqlError,
} from '@tsql/core';
import { BinaryReader } from '../binary.js';
import { type AvroReader, compileReader } from '../compile-reader.js';
import { type AvroWriter, rowWriter } from '../compile-writer.js';
import type { AvroSchema } from '../schema.js';
import { CODECS } from './codecs.js';
import { MAGIC, SYNC_SIZE } from './container-writer.js';

/**
 * Reads a container file (Avro's specification, "Object Container Files"). Records come out under the table's own schema, whatever
 * the file's is: read by Avro's rules of resolution, and written again.
 */
export class ContainerReader implements FileRecordReader {
  private readonly target = new ByteWriter();
  private readonly write: AvroWriter;
  private file: FileHeader | undefined;

  constructor(private readonly plan: FormatPlan) {
    this.write = rowWriter(plan.rowType);
  }

  read(piece: Uint8Array, isLast: boolean): FileRecords {
    this.target.truncate();
    const starts: number[] = [];
    const ends: number[] = [];
    const source = new PieceReader(piece);
    try {
      this.file ??= source.whole(() => this.readHeader(source));
      while (this.file !== undefined && source.used < piece.length) {
        const { sync } = this.file;
        const block = source.whole(() => readBlock(source, sync));
        if (block === undefined) break;
        this.readRecords(this.file, block, starts, ends);
      }
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : String(error), error);
    }
    if (isLast && source.used < piece.length) throw damaged('the file ends too early');
    return { slab: this.target.bytes, starts, ends, used: source.used };
  }

  private readHeader(source: PieceReader): FileHeader {
    if (Buffer.compare(source.bytes(MAGIC.length), MAGIC) !== 0) throw new Error('it does not begin with Obj and 1');
    const metadata = new Map<string, string>();
    for (let count = source.count(); count !== 0; count = source.count()) {
      if (count < 0) source.count();
      for (let i = 0; i < Math.abs(count); i++) metadata.set(source.text(), source.text());
    }
    const codec = metadata.get('avro.codec') ?? 'null';
    if (!(codec in CODECS)) {
      const close = nearest(codec, Object.keys(CODECS));
      const hint = close === undefined ? `known are ${Object.keys(CODECS).join(', ')}` : `did you mean '${close}'?`;
      throw new Error(`the codec '${codec}' is not known: ${hint}`);
    }
    const schema = JSON.parse(metadata.get('avro.schema') ?? 'null') as AvroSchema;
    const read = compileReader(schema, this.plan.rowType);
    return { sync: source.bytes(SYNC_SIZE).slice(), codec: codec as keyof typeof CODECS, read };
  }

  private readRecords({ codec, read }: FileHeader, { count, bytes }: Block, starts: number[], ends: number[]): void {
    const content = CODECS[codec].uncompress(bytes);
    const reader = new BinaryReader();
    reader.reset(content, 0, content.length);
    for (let i = 0; i < count; i++) {
      const row = read(reader);
      if (row === null) continue;
      starts.push(this.target.length);
      this.write(row, this.target);
      ends.push(this.target.length);
    }
  }
}

interface FileHeader {
  readonly sync: Uint8Array;
  readonly codec: keyof typeof CODECS;
  readonly read: AvroReader;
}

interface Block {
  readonly count: number;
  readonly bytes: Uint8Array;
}

function readBlock(source: PieceReader, sync: Uint8Array): Block {
  const count = source.count();
  const bytes = source.bytes(source.count());
  if (Buffer.compare(source.bytes(SYNC_SIZE), sync) !== 0) throw new Error('a block does not end with the sync marker');
  return { count, bytes };
}

/** Thrown where the piece ends within something. */
const TOO_SHORT = new RangeError('the piece ends too early');

/** Reads a piece of a file, and knows up to where whole things were read. */
class PieceReader {
  used = 0;
  private at = 0;

  constructor(private readonly piece: Uint8Array) {}

  /** What `read` gives, or undefined where it needs more than the piece holds. */
  whole<T>(read: () => T): T | undefined {
    try {
      const value = read();
      this.used = this.at;
      return value;
    } catch (error) {
      if (error === TOO_SHORT) return undefined;
      throw error;
    }
  }

  bytes(length: number): Uint8Array {
    if (length < 0) throw new Error(`a length of ${length}`);
    if (this.at + length > this.piece.length) throw TOO_SHORT;
    this.at += length;
    return this.piece.subarray(this.at - length, this.at);
  }

  /** A zig-zag number of at most 2^53. */
  count(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 56; scale *= 128) {
      const [byte = 0] = this.bytes(1);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new Error('a number takes too many bytes');
  }

  text(): string {
    return Buffer.from(this.bytes(this.count())).toString();
  }
}

function damaged(reason: string, cause?: unknown): TsqlError {
  return new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'file', format: 'Avro', reason }), { cause });
}
