import {
  type DeserializationSchema,
  diagnostic,
  type Row,
  type RowCollector,
  type RowType,
  TsqlError,
} from '@tsql/core';
import { BinaryReader } from '../avro/binary.js';
import { type AvroReader, compileReader } from '../avro/compile-reader.js';
import type { AvroSchema } from '../avro/schema.js';
import type { RegistryClient } from '../registry/client.js';

/** Confluent's frame: a zero byte, and the schema's id in four bytes. */
const MAGIC = 0;
export const FRAME_SIZE = 5;

export interface FramedReading {
  /** The format's name in messages. */
  readonly format: string;
  readonly type: RowType;
  /** The reader's schema. */
  readonly schema: AvroSchema;
  readonly registry: RegistryClient;
  readonly emit: (row: Row, collect: RowCollector) => void;
  /** True where a record without bytes is no fault, but nothing. */
  readonly skipsEmpty: boolean;
}

/** Reads framed records by the schemas that they were written under. */
export class FramedDeserializer implements DeserializationSchema {
  private readonly reader = new BinaryReader();
  private readonly readers = new Map<number, AvroReader>();
  /** The id that was seen last: known to the registry's client. */
  private lastId: number | undefined;

  constructor(readonly options: FramedReading) {}

  /** Looks the schemas of a batch up that are not known yet. */
  prepare(source: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): Promise<void> | undefined {
    const { registry } = this.options;
    let missing: Set<number> | undefined;
    for (let i = 0; i < count; i++) {
      const start = starts[i] ?? -1;
      if (start < 0 || (ends[i] ?? 0) - start < FRAME_SIZE || source[start] !== MAGIC) continue;
      const id = schemaId(source, start);
      if (id === this.lastId) continue;
      if (registry.isKnown(id)) this.lastId = id;
      else {
        missing ??= new Set();
        missing.add(id);
      }
    }
    if (missing === undefined) return undefined;
    return Promise.all([...missing].map((id) => registry.lookUp(id))).then(() => {});
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    if (start === end && this.options.skipsEmpty) return;
    try {
      if (end - start < FRAME_SIZE || source[start] !== MAGIC)
        throw new Error('it does not begin with a zero byte and a schema id');
      const read = this.readerOf(schemaId(source, start));
      this.reader.reset(source, start + FRAME_SIZE, end);
      this.options.emit(read(this.reader) as Row, collect);
    } catch (error) {
      const reason =
        error instanceof RangeError ? 'it ends too early' : error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: this.options.format, reason }), {
        cause: error,
      });
    }
  }

  private readerOf(id: number): AvroReader {
    const known = this.readers.get(id);
    if (known !== undefined) return known;
    const schema = this.options.registry.known(id);
    if (schema === undefined) throw new Error(`schema ${id} was not looked up`);
    const reader = compileReader(schema, this.options.type, this.options.schema);
    this.readers.set(id, reader);
    return reader;
  }
}

function schemaId(source: Uint8Array, start: number): number {
  const byte = (at: number) => source[start + at] as number;
  return (byte(1) << 24) | (byte(2) << 16) | (byte(3) << 8) | byte(4);
}
