import {
  type ByteWriter,
  type DeserializationSchema,
  diagnostic,
  type FormatContext,
  type FormatFactory,
  type FormatPlan,
  type Row,
  type RowCollector,
  RowKind,
  type SerializationSchema,
  TsqlError,
} from '@tsql/core';
import { BinaryReader } from './binary.js';
import { checkTypes } from './check-types.js';
import { AVRO_CONTAINER } from './container/index.js';
import { compileReader } from './decode.js';
import { rowWriter } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { jsonReader } from './json-decode.js';
import { jsonWriter } from './json-encode.js';
import { AVRO_OPTIONS, optionsOf, resolveAvroOptions } from './options.js';
import { recordSchema } from './schema.js';

function plan(context: FormatContext, role: 'source' | 'sink'): FormatPlan | undefined {
  const options = resolveAvroOptions(context);
  if (!checkTypes(context, { format: 'avro', role, isLegacy: options.legacyTimestampMapping })) return undefined;
  return { identifier: 'avro', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Reads records of the schema that is derived for the table. What follows a record is not looked at. */
class AvroDeserializer implements DeserializationSchema {
  private readonly read: (source: Uint8Array, start: number, end: number) => Row;

  constructor({ rowType, ...rest }: FormatPlan) {
    if (optionsOf({ rowType, ...rest }).encoding === 'json') {
      this.read = jsonReader(rowType);
      return;
    }
    const reader = new BinaryReader();
    const read = compileReader(recordSchema(rowType), rowType);
    this.read = (source, start, end) => {
      reader.reset(source, start, end);
      return read(reader) as Row;
    };
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    try {
      row = this.read(source, start, end);
    } catch (error) {
      const reason =
        error instanceof RangeError ? 'it ends too early' : error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Avro', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }
}

class AvroSerializer implements SerializationSchema {
  private readonly write: (row: Row, target: ByteWriter) => void;

  constructor({ rowType, ...rest }: FormatPlan) {
    if (optionsOf({ rowType, ...rest }).encoding === 'json') {
      const text = jsonWriter(rowType);
      // Flink's encoder takes its records for one stream: a line end stands between one and the next.
      let separator = '';
      this.write = (row, target) => {
        target.writeUtf8(separator + text(row));
        separator = '\n';
      };
    } else {
      this.write = rowWriter(rowType);
    }
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    try {
      this.write(row, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: 'Avro', reason }), { cause: error });
    }
    return true;
  }
}

/** Flink's `avro` format: records without their schema. */
export const avroFormat: FormatFactory = {
  identifier: 'avro',
  options: AVRO_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: (context) => plan(context, 'source'),
  planEncoding: (context) => plan(context, 'sink'),
  createDeserializer: (format) => new AvroDeserializer(format),
  createSerializer: (format) => new AvroSerializer(format),
  generateReader,
  generateWriter,
  fileFraming: AVRO_CONTAINER,
};
