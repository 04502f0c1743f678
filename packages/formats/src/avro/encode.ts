import type { ByteWriter, LogicalType, MapValue, Row, RowType, Timestamp, Value } from '@tsql/core';
import { decimalBytes, writeDouble, writeFloat, writeLong } from './binary.js';
import { writingOrder } from './java-map-order.js';

export type AvroWriter = (value: Value, target: ByteWriter) => void;

const utf8 = new TextEncoder();

/** Lengths below it take one byte. */
const SHORT = 64;

function writeText(text: string, target: ByteWriter): void {
  if (text.length < SHORT && writeShortAscii(text, target)) return;
  const bytes = utf8.encode(text);
  writeLong(target, bytes.length);
  target.writeBytes(bytes);
}

/** Without the call of an encoder, which costs more than the text; false where a character is none of ASCII's. */
function writeShortAscii(text: string, target: ByteWriter): boolean {
  target.reserve(text.length + 1);
  const { bytes, length } = target;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    bytes[length + 1 + i] = code;
  }
  bytes[length] = text.length << 1;
  target.length = length + 1 + text.length;
  return true;
}

function writeBytes(bytes: Uint8Array, target: ByteWriter): void {
  writeLong(target, bytes.length);
  target.writeBytes(bytes);
}

/** Writes a row as a record under the schema that is derived for its type. */
export function rowWriter(type: RowType): AvroWriter {
  const writers = type.fields.map((field) => nullableWriter(field.type, field.name));
  return (value, target) => {
    for (let i = 0; i < writers.length; i++) (writers[i] as AvroWriter)((value as Row)[i] ?? null, target);
  };
}

/** Nullable types are a union with null first. */
function nullableWriter(type: LogicalType, name: string): AvroWriter {
  const write = notNullWriter(type, name);
  if (!type.nullable) {
    return (value, target) => {
      if (value === null) throw new Error(`field '${name}' is NULL, its type is NOT NULL`);
      write(value, target);
    };
  }
  return (value, target) => {
    if (value === null) {
      target.writeByte(0);
      return;
    }
    target.writeByte(2);
    write(value, target);
  };
}

function notNullWriter(type: LogicalType, name: string): AvroWriter {
  switch (type.kind) {
    case 'BOOLEAN':
      return (value, target) => target.writeByte(value === true ? 1 : 0);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return (value, target) => writeLong(target, value as number);
    case 'BIGINT':
      return (value, target) => writeLong(target, value as bigint);
    case 'FLOAT':
      return (value, target) => writeFloat(target, value as number);
    case 'DOUBLE':
      return (value, target) => writeDouble(target, value as number);
    case 'CHAR':
    case 'VARCHAR':
      return (value, target) => writeText(value as string, target);
    case 'BINARY':
    case 'VARBINARY':
      return (value, target) => writeBytes(value as Uint8Array, target);
    case 'DECIMAL':
      return (value, target) => writeBytes(decimalBytes(value as bigint), target);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      // Milliseconds, also where the schema says microseconds: as Flink 1.20 does.
      return (value, target) => writeLong(target, (value as Timestamp).millis);
    case 'ARRAY': {
      const element = nullableWriter(type.element, name);
      return (value, target) => {
        const elements = value as readonly Value[];
        if (elements.length > 0) writeLong(target, elements.length);
        for (const each of elements) element(each, target);
        target.writeByte(0);
      };
    }
    case 'MAP':
      return mapWriter(nullableWriter(type.value, name), name);
    case 'MULTISET':
      return mapWriter((value, target) => writeLong(target, value as number), name);
    case 'ROW':
      return rowWriter(type);
    default:
      throw new Error(`Avro cannot hold ${type.kind}`);
  }
}

function mapWriter(write: AvroWriter, name: string): AvroWriter {
  return (value, target) => {
    const { keys, values } = value as MapValue;
    const entries = new Map<string, Value>();
    for (const [index, key] of keys.entries()) {
      if (key === null) throw new Error(`field '${name}': a map has a NULL key`);
      entries.set(key as string, values[index] ?? null);
    }
    const names = [...entries.keys()];
    if (names.length > 0) writeLong(target, names.length);
    for (const index of writingOrder(names)) {
      const key = names[index] as string;
      writeText(key, target);
      write(entries.get(key) ?? null, target);
    }
    target.writeByte(0);
  };
}
