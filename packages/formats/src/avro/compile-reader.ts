import { decodeJavaUtf8, fitDecimal, type LogicalType, type RowType, Timestamp, type Value } from '@tsql/core';
import { mapOf } from '../java/map-of.js';
import { type BinaryReader, decimalOf } from './binary.js';
import { type NamedTypes, resolveNames } from './named-types.js';
import { resolveFields } from './resolve-fields.js';
import { type AvroObject, type AvroSchema, MULTISET_COUNT, recordSchema } from './schema.js';
import { schemaKind } from './schema-kind.js';

/** Reads one value; undefined types throw. */
export type AvroReader = (reader: BinaryReader) => Value;

/**
 * Compiles the reading of records that were written under a schema into rows of a type, by the resolution rules of Avro's specification:
 * fields by name, promotions, the reader's defaults for what is missing. The reader's schema is one of the type: the one that is derived
 * for it unless given. Logical types of the writer do not count. Throws an Error where the two do not fit; within unions, arrays and maps
 * only when such a value comes.
 */
export function compileReader(writer: AvroSchema, type: RowType, reader: AvroSchema = recordSchema(type)): AvroReader {
  return new ReaderCompiler(resolveNames(writer), resolveNames(reader)).value(writer, reader, type, 'the record');
}

/** Compiles readers of values under a writer's and a reader's schema. */
export class ReaderCompiler {
  constructor(
    private readonly names: NamedTypes,
    private readonly readerNames: NamedTypes,
  ) {}

  value(writer: AvroSchema, reader: AvroSchema, type: LogicalType, place: string): AvroReader {
    const schema = this.names.schemaOf(writer);
    if (Array.isArray(schema)) {
      const branches = schema.map((branch) => lazily(() => this.value(branch, reader, type, place)));
      return (source) => {
        const index = source.readInt();
        const read = branches[index];
        if (read === undefined)
          throw new Error(`${place}: the union has ${branches.length} branches, found number ${index}`);
        return read(source);
      };
    }
    if (kindOf(schema) === 'null') {
      if (!type.nullable) throw new Error(`${place}: found null, expected ${schemaKind(type)}`);
      return () => null;
    }
    return this.notNull(schema, this.notNullBranch(reader), type, place);
  }

  /** The reader's schema without the null of a nullable type. */
  notNullBranch(reader: AvroSchema): AvroSchema {
    const schema = this.readerNames.schemaOf(reader);
    if (!Array.isArray(schema)) return schema;
    return this.readerNames.schemaOf(schema.find((branch) => branch !== 'null') as AvroSchema);
  }

  private notNull(writer: AvroSchema, reader: AvroSchema, type: LogicalType, place: string): AvroReader {
    const kind = kindOf(writer);
    const object = writer as AvroObject;
    const wanted = reader as AvroObject;
    const isNamed = kindOf(reader) === 'enum' || kindOf(reader) === 'fixed';
    const simple = isNamed ? this.named(object, wanted, type) : primitiveReader(kind, type);
    if (simple !== undefined) return simple;
    switch (type.kind) {
      case 'ARRAY':
        if (kind === 'array') return this.array(object, wanted, type.element, place);
        break;
      case 'MAP':
        if (kind === 'map') return this.map(object, wanted, type.value, place);
        break;
      case 'MULTISET':
        if (kind === 'map') return this.map(object, wanted, MULTISET_COUNT, place);
        break;
      case 'ROW':
        if (kind === 'record') return this.record(object, wanted, type, place);
    }
    throw new Error(`${place}: found ${kind}, expected ${isNamed ? kindOf(reader) : schemaKind(type)}`);
  }

  /** An enum's symbol as text, a fixed as bytes or decimal: only under a given schema, as the derived ones have neither. */
  private named(writer: AvroObject, reader: AvroObject, type: LogicalType): AvroReader | undefined {
    if (writer.type !== reader.type || writer.name !== reader.name) return undefined;
    if (reader.type === 'fixed') {
      const size = writer.size as number;
      if (size !== reader.size) return undefined;
      return type.kind === 'DECIMAL'
        ? (source) =>
            fitDecimal({ unscaled: decimalOf(source.readFixed(size)), scale: type.scale }, type.precision, type.scale)
        : (source) => source.readFixed(size).slice();
    }
    const known = new Set(reader.symbols as readonly string[]);
    const symbols = (writer.symbols as readonly string[]).map((symbol) =>
      known.has(symbol) ? symbol : (reader.default as string | undefined),
    );
    return (source) => {
      const index = source.readInt();
      const symbol = symbols[index];
      if (symbol === undefined) throw new Error(`the enum ${String(reader.name)} has no symbol for number ${index}`);
      return symbol;
    };
  }

  private array(writer: AvroObject, reader: AvroObject, type: LogicalType, place: string): AvroReader {
    const element = lazily(() => this.value(writer.items as AvroSchema, reader.items as AvroSchema, type, place));
    return (source) => {
      const elements: Value[] = [];
      source.readBlocks(() => elements.push(element(source)));
      return elements;
    };
  }

  private map(writer: AvroObject, reader: AvroObject, type: LogicalType, place: string): AvroReader {
    const read = lazily(() => this.value(writer.values as AvroSchema, reader.values as AvroSchema, type, place));
    return (source) => {
      const entries = new Map<string, Value>();
      source.readBlocks(() => {
        const key = decodeJavaUtf8(source.readBytes());
        entries.set(key, read(source));
      });
      return mapOf(entries);
    };
  }

  private record(writer: AvroObject, reader: AvroObject, type: RowType, place: string): AvroReader {
    const { fields, defaults } = resolveFields(writer, reader, type, place);
    const steps = fields.map(({ written, wanted }) =>
      wanted === undefined
        ? { index: -1, read: this.skipper(written) }
        : { index: wanted.index, read: this.value(written, wanted.schema, wanted.type, wanted.place) },
    );
    return (source) => {
      const row = defaults.slice();
      for (const { index, read } of steps) {
        const value = read(source);
        if (index >= 0) row[index] = value;
      }
      return row;
    };
  }

  /** Over a value that the table does not have. */
  skipper(writer: AvroSchema): AvroReader {
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

/** What does not fit is no fault until a value of it comes. */
function lazily(compile: () => AvroReader): AvroReader {
  try {
    return compile();
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

export function kindOf(schema: AvroSchema): string {
  return typeof schema === 'string' ? schema : String((schema as AvroObject).type);
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
      if (kind !== 'string' && kind !== 'bytes') return undefined;
      // NULL where it has too many digits.
      return (reader) =>
        fitDecimal({ unscaled: decimalOf(reader.readBytes()), scale: type.scale }, type.precision, type.scale);
    default:
      return undefined;
  }
}
