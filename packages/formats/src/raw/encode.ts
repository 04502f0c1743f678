import type { ByteWriter, FormatPlan, LogicalType, Row, RowKind, SerializationSchema, Value } from '@tsql/core';
import { optionsOf, type RawOptions } from './options.js';
import { SIZES } from './schema.js';

/** The one column to bytes; NULL to none. */
export class RawSerializer implements SerializationSchema {
  private readonly encode: ReturnType<typeof encodeRaw>;

  constructor(format: FormatPlan) {
    this.encode = encodeRaw(format.rowType.fields[0]?.type as LogicalType, optionsOf(format));
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    const value = row[0] ?? null;
    if (value === null) return false;
    target.writeBytes(this.encode(value));
    return true;
  }
}

/** Writes a column's bytes. */
export function encodeRaw(type: LogicalType, options: RawOptions): (value: Value) => Uint8Array {
  const isLittle = options.endianness === 'little-endian';
  const sized = (write: (view: DataView, value: Value) => void) => (value: Value) => {
    const bytes = new Uint8Array(SIZES[type.kind] ?? 1);
    write(new DataView(bytes.buffer), value);
    return bytes;
  };
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return textEncoder(options.charset);
    case 'BOOLEAN':
      return (value) => Uint8Array.of(value ? 1 : 0);
    case 'TINYINT':
      return sized((view, value) => view.setInt8(0, value as number));
    case 'SMALLINT':
      return sized((view, value) => view.setInt16(0, value as number, isLittle));
    case 'INTEGER':
      return sized((view, value) => view.setInt32(0, value as number, isLittle));
    case 'BIGINT':
      return sized((view, value) => view.setBigInt64(0, value as bigint, isLittle));
    case 'FLOAT':
      return sized((view, value) => view.setFloat32(0, value as number, isLittle));
    case 'DOUBLE':
      return sized((view, value) => view.setFloat64(0, value as number, isLittle));
    default:
      return (value) => value as Uint8Array;
  }
}

/** A character that the charset lacks is written as `?`; UTF-16 begins with a mark, but for an empty text. */
function textEncoder(charset: string): (value: Value) => Uint8Array {
  const units = (text: string, isLittle: boolean, mark: boolean) => {
    const bytes = new Uint8Array((text.length + (mark ? 1 : 0)) * 2);
    const view = new DataView(bytes.buffer);
    if (mark) view.setUint16(0, 0xfeff, isLittle);
    for (let i = 0; i < text.length; i++) view.setUint16((i + (mark ? 1 : 0)) * 2, text.charCodeAt(i), isLittle);
    return bytes;
  };
  switch (charset) {
    case 'UTF-8':
      return (value) => Buffer.from((value as string).replace(/\p{Surrogate}/gu, '?'));
    case 'UTF-16':
      return (value) => units(value as string, false, value !== '');
    case 'UTF-16BE':
    case 'UTF-16LE':
      return (value) => units(value as string, charset === 'UTF-16LE', false);
    default: {
      const limit = charset === 'US-ASCII' ? 0x7f : 0xff;
      return (value) =>
        Buffer.from(
          Array.from(value as string, (character) =>
            (character.codePointAt(0) ?? 0) <= limit ? (character.codePointAt(0) as number) : 0x3f,
          ),
        );
    }
  }
}
