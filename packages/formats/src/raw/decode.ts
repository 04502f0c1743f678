import {
  type DeserializationSchema,
  decodeJavaUtf8,
  diagnostic,
  type FormatPlan,
  type LogicalType,
  type Row,
  type RowCollector,
  RowKind,
  TsqlError,
  type Value,
} from '@tsql/core';
import { optionsOf, type RawOptions } from './options.js';

/** A record's bytes to a row of one column. */
export class RawDeserializer implements DeserializationSchema {
  private readonly decode: ReturnType<typeof decodeRaw>;

  constructor(format: FormatPlan) {
    this.decode = decodeRaw(format.rowType.fields[0]?.type as LogicalType, optionsOf(format));
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

/** Reads a column's bytes; a number needs exactly as many as its type has. Any byte but 0 is TRUE. */
export function decodeRaw(type: LogicalType, options: RawOptions): (bytes: Uint8Array) => Value {
  const isLittle = options.endianness === 'little-endian';
  const sized = (size: number, read: (view: DataView) => Value) => (bytes: Uint8Array) => {
    if (bytes.length !== size) throw new Error(`${type.kind} takes ${size} bytes, found ${bytes.length}`);
    return read(new DataView(bytes.buffer, bytes.byteOffset, size));
  };
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return textDecoder(options.charset);
    case 'BOOLEAN':
      return sized(1, (view) => view.getInt8(0) !== 0);
    case 'TINYINT':
      return sized(1, (view) => view.getInt8(0));
    case 'SMALLINT':
      return sized(2, (view) => view.getInt16(0, isLittle));
    case 'INTEGER':
      return sized(4, (view) => view.getInt32(0, isLittle));
    case 'BIGINT':
      return sized(8, (view) => view.getBigInt64(0, isLittle));
    case 'FLOAT':
      return sized(4, (view) => view.getFloat32(0, isLittle));
    case 'DOUBLE':
      return sized(8, (view) => view.getFloat64(0, isLittle));
    default:
      return (bytes) => bytes.slice();
  }
}

function textDecoder(charset: string): (bytes: Uint8Array) => string {
  switch (charset) {
    case 'UTF-8':
      return decodeJavaUtf8;
    case 'UTF-16':
      return (bytes) => utf16(bytes, bytes[0] === 0xff && bytes[1] === 0xfe, bytes[0] === 0xff || bytes[0] === 0xfe);
    case 'UTF-16BE':
    case 'UTF-16LE':
      return (bytes) => utf16(bytes, charset === 'UTF-16LE', false);
    case 'US-ASCII':
      return (bytes) => Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('');
    default:
      return (bytes) => Buffer.from(bytes).toString('latin1');
  }
}

function utf16(bytes: Uint8Array, isLittle: boolean, hasMark: boolean): string {
  return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be', { ignoreBOM: true }).decode(
    hasMark ? bytes.subarray(2) : bytes,
  );
}
