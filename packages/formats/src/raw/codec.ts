import { decodeJavaUtf8, type LogicalType, type Value } from '@tsql/core';
import type { RawOptions } from './options.js';

const SIZES: Readonly<Record<string, number>> = { TINYINT: 1, SMALLINT: 2, INTEGER: 4, BIGINT: 8, FLOAT: 4, DOUBLE: 8 };

export function isRawType(type: LogicalType): boolean {
  return type.kind in SIZES || ['CHAR', 'VARCHAR', 'BINARY', 'VARBINARY', 'BOOLEAN', 'RAW'].includes(type.kind);
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
