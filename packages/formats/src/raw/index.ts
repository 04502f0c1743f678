import {
  type ByteWriter,
  type DeserializationSchema,
  diagnostic,
  type FormatContext,
  type FormatFactory,
  type FormatPlan,
  LINE_FRAMING,
  type LogicalType,
  printType,
  type Row,
  type RowCollector,
  RowKind,
  resolveOptions,
  type SerializationSchema,
  TsqlError,
} from '@tsql/core';
import { decodeRaw, encodeRaw, isRawType } from './codec.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { charset, endianness, RAW_OPTIONS, type RawOptions } from './options.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const resolved = resolveOptions({
    set: RAW_OPTIONS,
    entries: context.entries,
    keyPrefix: context.keyPrefix,
    span: context.span,
    accept: context.accept,
  });
  const { fields } = context.rowType;
  const [field] = fields;
  if (field === undefined || fields.length !== 1) {
    context.accept(
      diagnostic(
        'TSQL_PLAN_INVALID',
        { reason: `format 'raw' takes one column, found ${fields.length} for the ${context.part}` },
        { span: context.span },
      ),
    );
    return undefined;
  }
  if (!isRawType(field.type)) {
    context.accept(
      diagnostic(
        'TSQL_FORMAT_TYPE',
        { format: 'raw', type: printType({ ...field.type, nullable: true } as LogicalType) },
        { span: context.span },
      ),
    );
    return undefined;
  }
  const options: RawOptions = {
    charset: resolved.get(charset) ?? 'UTF-8',
    endianness: resolved.get(endianness) ?? 'big-endian',
  };
  return { identifier: 'raw', options: { ...options }, rowType: context.rowType, metadata: [] };
}

class RawDeserializer implements DeserializationSchema {
  private readonly decode: ReturnType<typeof decodeRaw>;

  constructor(format: FormatPlan) {
    this.decode = decodeRaw(format.rowType.fields[0]?.type as LogicalType, format.options as unknown as RawOptions);
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    try {
      row = [this.decode(source.subarray(start, end))];
    } catch (error) {
      throw new TsqlError(
        diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'raw', reason: (error as Error).message }),
        { cause: error },
      );
    }
    collect(row, RowKind.INSERT);
  }

  deserializeNull(collect: RowCollector): void {
    collect([null], RowKind.INSERT);
  }
}

class RawSerializer implements SerializationSchema {
  private readonly encode: ReturnType<typeof encodeRaw>;

  constructor(format: FormatPlan) {
    this.encode = encodeRaw(format.rowType.fields[0]?.type as LogicalType, format.options as unknown as RawOptions);
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    const value = row[0] ?? null;
    if (value === null) return false;
    target.writeBytes(this.encode(value));
    return true;
  }
}

/** Flink's `raw` format: one column, as its bytes. A NULL column is a null value, a null value a row with NULL. */
export const rawFormat: FormatFactory = {
  identifier: 'raw',
  options: RAW_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new RawDeserializer(format),
  createSerializer: (format) => new RawSerializer(format),
  generateReader,
  generateWriter,
  fileFraming: LINE_FRAMING,
};
