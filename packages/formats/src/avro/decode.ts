import { decodeJavaUtf8, type LogicalType, type RowType, Timestamp, type Value } from '@tsql/core';
import { type BinaryReader, decimalOf } from './binary.js';
import { mapOf } from './java-map-order.js';
import { type NamedTypes, resolveNames } from './named-types.js';
import type { AvroObject, AvroSchema } from './schema.js';

/** Reads one value; undefined types throw. */
export type AvroReader = (reader: BinaryReader) => Value;

/**
 * Compiles the reading of records that were written under a schema into rows of a type, by the resolution rules of Avro's specification
 * with the schema that is derived for the type as the reader's: fields by name, promotions, what is missing is NULL. Logical types
 * count on the reader's side only. Throws an Error where the two do not fit; within unions only when such a value comes.
 */
export function compileReader(writer: AvroSchema, type: RowType): AvroReader {
  const names = resolveNames(writer);
  return new ReaderCompiler(names).notNull(writer, type, 'the record');
}

class ReaderCompiler {
  constructor(private readonly names: NamedTypes) {}

  private nullable(writer: AvroSchema, type: LogicalType, place: string): AvroReader {
    const schema = this.names.schemaOf(writer);
    if (Array.isArray(schema)) {
      const branches = schema.map((branch) => this.lazily(() => this.nullable(branch, type, place)));
      return (reader) => {
        const index = reader.readInt();
        const read = branches[index];
        if (read === undefined)
          throw new Error(`${place}: the union has ${branches.length} branches, found number ${index}`);
        return read(reader);
      };
    }
    if (kindOf(schema) === 'null') {
      if (!type.nullable) throw new Error(`${place}: found null, expected ${type.kind}`);
      return () => null;
    }
    return this.notNull(schema, type, place);
  }

  /** A branch that does not fit is no fault until a value of it comes. */
  private lazily(compile: () => AvroReader): AvroReader {
    try {
      return compile();
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  notNull(writer: AvroSchema, type: LogicalType, place: string): AvroReader {
    const schema = this.names.schemaOf(writer);
    if (Array.isArray(schema)) return this.nullable(schema, { ...type, nullable: false } as LogicalType, place);
    const kind = kindOf(schema);
    const primitive = primitiveReader(kind, type);
    if (primitive !== undefined) return primitive;
    const object = schema as AvroObject;
    switch (type.kind) {
      case 'ARRAY':
        if (kind === 'array') return this.array(object, type.element, place);
        break;
      case 'MAP':
        if (kind === 'map') return this.map(object, (values) => this.nullable(values, type.value, place));
        break;
      case 'MULTISET':
        if (kind === 'map')
          return this.map(object, (values) => this.nullable(values, { kind: 'INTEGER', nullable: false }, place));
        break;
      case 'ROW':
        if (kind === 'record') return this.record(object, type, place);
    }
    throw new Error(`${place}: found ${kind}, expected ${expected(type)}`);
  }

  private array(schema: AvroObject, type: LogicalType, place: string): AvroReader {
    const element = this.nullable(schema.items as AvroSchema, type, place);
    return (reader) => {
      const elements: Value[] = [];
      reader.readBlocks(() => elements.push(element(reader)));
      return elements;
    };
  }

  private map(schema: AvroObject, compile: (values: AvroSchema) => AvroReader): AvroReader {
    const read = compile(schema.values as AvroSchema);
    return (reader) => {
      const entries = new Map<string, Value>();
      reader.readBlocks(() => {
        const key = decodeJavaUtf8(reader.readBytes());
        entries.set(key, read(reader));
      });
      return mapOf(entries);
    };
  }

  private record(schema: AvroObject, type: RowType, place: string): AvroReader {
    const written = schema.fields as readonly { readonly name: string; readonly type: AvroSchema }[];
    const found = new Set<string>();
    const steps = written.map(({ name, type: fieldSchema }) => {
      const index = type.fields.findIndex((field) => field.name === name);
      const field = type.fields[index];
      if (field === undefined) return { index: -1, read: this.skipper(fieldSchema) };
      found.add(name);
      return { index, read: this.nullable(fieldSchema, field.type, `field '${name}'`) };
    });
    for (const field of type.fields) {
      if (!found.has(field.name) && !field.type.nullable) {
        throw new Error(`${place}: the writer's schema has no field '${field.name}', which is NOT NULL`);
      }
    }
    const width = type.fields.length;
    return (reader) => {
      const row: Value[] = new Array(width).fill(null);
      for (const { index, read } of steps) {
        const value = read(reader);
        if (index >= 0) row[index] = value;
      }
      return row;
    };
  }

  /** Over a value that the table does not have. */
  private skipper(writer: AvroSchema): AvroReader {
    const schema = this.names.schemaOf(writer);
    if (Array.isArray(schema)) {
      let branches: AvroReader[] | undefined;
      return (reader) => {
        branches ??= schema.map((branch) => this.skipper(branch));
        const read = branches[reader.readInt()];
        if (read === undefined) throw new Error('a union has a branch that does not exist');
        return read(reader);
      };
    }
    const object = schema as AvroObject;
    const kind = kindOf(schema);
    switch (kind) {
      case 'null':
        return () => null;
      case 'boolean':
        return (reader) => reader.readBoolean();
      case 'int':
      case 'enum':
        return (reader) => reader.readInt();
      case 'long':
        return (reader) => reader.readLong();
      case 'float':
        return (reader) => reader.readFloat();
      case 'double':
        return (reader) => reader.readDouble();
      case 'bytes':
      case 'string':
        return (reader) => {
          reader.readBytes();
          return null;
        };
      case 'fixed':
        return (reader) => {
          reader.readFixed(object.size as number);
          return null;
        };
      case 'array': {
        const element = this.skipper(object.items as AvroSchema);
        return (reader) => {
          reader.readBlocks(() => element(reader));
          return null;
        };
      }
      case 'map': {
        const value = this.skipper(object.values as AvroSchema);
        return (reader) => {
          reader.readBlocks(() => {
            reader.readBytes();
            value(reader);
          });
          return null;
        };
      }
      case 'record': {
        const fields = object.fields as readonly { readonly type: AvroSchema }[];
        let steps: AvroReader[] | undefined;
        // A record may hold itself.
        return (reader) => {
          steps ??= fields.map((field) => this.skipper(field.type));
          for (const step of steps) step(reader);
          return null;
        };
      }
      default:
        throw new Error(`'${kind}' is no type of Avro`);
    }
  }
}

function kindOf(schema: AvroSchema): string {
  return typeof schema === 'string' ? schema : String((schema as AvroObject).type);
}

/** How the schema that is derived for a type names it. */
function expected(type: LogicalType): string {
  switch (type.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return 'int';
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return 'long';
    case 'CHAR':
    case 'VARCHAR':
      return 'string';
    case 'BINARY':
    case 'VARBINARY':
    case 'DECIMAL':
      return 'bytes';
    case 'ROW':
      return 'record';
    case 'MULTISET':
      return 'map';
    default:
      return type.kind.toLowerCase();
  }
}

/** A written primitive as a value of the type, with the specification's promotions; undefined where they do not fit. */
function primitiveReader(kind: string, type: LogicalType): AvroReader | undefined {
  const number: AvroReader | undefined =
    kind === 'int'
      ? (reader) => reader.readInt()
      : kind === 'long'
        ? (reader) => Number(reader.readLong())
        : kind === 'float'
          ? (reader) => reader.readFloat()
          : kind === 'double'
            ? (reader) => reader.readDouble()
            : undefined;
  switch (type.kind) {
    case 'BOOLEAN':
      return kind === 'boolean' ? (reader) => reader.readBoolean() : undefined;
    case 'TINYINT':
      return kind === 'int' ? (reader) => (reader.readInt() << 24) >> 24 : undefined;
    case 'SMALLINT':
      return kind === 'int' ? (reader) => (reader.readInt() << 16) >> 16 : undefined;
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return kind === 'int' ? number : undefined;
    case 'BIGINT':
      if (kind === 'int') return (reader) => BigInt(reader.readInt());
      return kind === 'long' ? (reader) => reader.readLong() : undefined;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      if (kind !== 'int' && kind !== 'long') return undefined;
      return (reader) => new Timestamp(kind === 'int' ? reader.readInt() : Number(reader.readLong()));
    case 'FLOAT':
      return kind === 'double' || number === undefined ? undefined : (reader) => Math.fround(number(reader) as number);
    case 'DOUBLE':
      return number;
    case 'CHAR':
    case 'VARCHAR':
      return kind === 'string' || kind === 'bytes' ? (reader) => decodeJavaUtf8(reader.readBytes()) : undefined;
    case 'BINARY':
    case 'VARBINARY':
      return kind === 'string' || kind === 'bytes' ? (reader) => reader.readBytes().slice() : undefined;
    case 'DECIMAL':
      return kind === 'string' || kind === 'bytes' ? (reader) => decimalOf(reader.readBytes()) : undefined;
    default:
      return undefined;
  }
}
