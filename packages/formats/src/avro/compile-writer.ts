import type { ByteWriter, LogicalType, MapValue, Row, RowType, Timestamp, Value } from '@tsql/core';
import { decimalBytes, writeDouble, writeFloat, writeLong } from './binary.js';
import { writingOrder } from './java-map-order.js';
import { type NamedTypes, resolveNames } from './named-types.js';
import { type AvroObject, type AvroSchema, MULTISET_COUNT, recordSchema } from './schema.js';

export type AvroWriter = (value: Value, target: ByteWriter) => void;

/** Lengths below it take one byte. */
const SHORT = 64;

/** A lone surrogate is written as `?`, as Java's encoder does. */
function writeText(text: string, target: ByteWriter): void {
  if (text.length < SHORT && writeShortAscii(text, target)) return;
  const wellFormed = text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
  writeLong(target, Buffer.byteLength(wellFormed));
  target.writeUtf8(wellFormed);
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

/** Writes a row as a record under a schema of its type: the one that is derived for it unless given. */
export function rowWriter(type: RowType, schema: AvroSchema = recordSchema(type)): AvroWriter {
  return new WriterCompiler(resolveNames(schema)).writer(type, schema, 'the record');
}

/** Compiles writers of values under a schema. */
export class WriterCompiler {
  constructor(private readonly names: NamedTypes) {}

  /** Under a union: the branch's number, then the value. */
  writer(type: LogicalType, writtenSchema: AvroSchema, name: string): AvroWriter {
    const schema = this.names.schemaOf(writtenSchema);
    if (!Array.isArray(schema)) {
      const write = this.notNull(type, schema, name);
      return (value, target) => {
        if (value === null) throw new Error(`field '${name}' is NULL, its type is NOT NULL`);
        write(value, target);
      };
    }
    if (schema.length !== 2) {
      return () => {
        throw new Error(`field '${name}': Flink writes no union but one of a type with null`);
      };
    }
    const nullBranch = schema.indexOf('null');
    const valueBranch = schema.findIndex((branch) => branch !== 'null');
    const write = this.notNull(type, this.names.schemaOf(schema[valueBranch] as AvroSchema), name);
    return (value, target) => {
      target.writeByte(2 * (value === null ? nullBranch : valueBranch));
      if (value !== null) write(value, target);
    };
  }

  private notNull(type: LogicalType, schema: AvroSchema, name: string): AvroWriter {
    const object = schema as AvroObject;
    // Flink 1.20 hands Avro a text or bytes for these, which it refuses.
    if (object.type === 'enum' || object.type === 'fixed') {
      return () => {
        throw new Error(`field '${name}': Flink cannot write a value of type '${String(object.type)}'`);
      };
    }
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
        const element = this.writer(type.element, object.items as AvroSchema, name);
        return (value, target) => {
          const elements = value as readonly Value[];
          if (elements.length > 0) writeLong(target, elements.length);
          for (const each of elements) element(each, target);
          target.writeByte(0);
        };
      }
      case 'MAP':
        return mapWriter(this.writer(type.value, object.values as AvroSchema, name));
      case 'MULTISET':
        return mapWriter(this.writer(MULTISET_COUNT, object.values as AvroSchema, name));
      case 'ROW':
        return this.row(type, object);
      default:
        throw new Error(`Avro cannot hold ${type.kind}`);
    }
  }

  private row(type: RowType, { fields }: AvroObject): AvroWriter {
    const schemas = fields as readonly { readonly type: AvroSchema }[];
    const writers = type.fields.map((field, index) =>
      this.writer(field.type, schemas[index]?.type as AvroSchema, field.name),
    );
    return (value, target) => {
      for (let i = 0; i < writers.length; i++) (writers[i] as AvroWriter)((value as Row)[i] ?? null, target);
    };
  }
}

function mapWriter(write: AvroWriter): AvroWriter {
  return (value, target) => {
    const { keys, values } = value as MapValue;
    const entries = new Map<string, Value>();
    // Flink takes a NULL key for an empty one.
    for (const [index, key] of keys.entries()) entries.set((key ?? '') as string, values[index] ?? null);
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
