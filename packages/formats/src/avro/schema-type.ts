import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  FLOAT,
  INT,
  type LogicalType,
  map,
  NULL,
  notNull,
  printType,
  row,
  STRING,
  time,
  timestamp,
  varbinary,
  withNullability,
} from '@tsql/core';
import { type NamedTypes, resolveNames } from './named-types.js';
import type { AvroObject, AvroSchema } from './schema.js';
import { checkSchemaText } from './schema-text.js';

/** Deeper than any schema that holds no type within itself. */
const MAX_DEPTH = 64;

/**
 * The schema that a text gives for a type. Throws an Error where the text is no schema, or where its type, as Flink's
 * `AvroSchemaConverter.convertToDataType` sees it, is not exactly this one.
 */
export function schemaFor(text: string, type: LogicalType): AvroSchema {
  const schema = JSON.parse(text) as AvroSchema;
  checkSchemaText(schema);
  const found = typeOf(schema, resolveNames(schema), 0);
  if (printType(found) !== printType(type)) throw new Error(`it is the schema of ${printType(found)}`);
  return schema;
}

function typeOf(schema: AvroSchema, names: NamedTypes, depth: number): LogicalType {
  if (depth > MAX_DEPTH) throw new Error('a type holds itself');
  const resolved = names.schemaOf(schema);
  const inner = (part: unknown) => typeOf(part as AvroSchema, names, depth + 1);
  if (Array.isArray(resolved)) {
    const branches = resolved.filter((branch) => names.schemaOf(branch) !== 'null');
    if (branches.length !== 1) throw new Error('a union can only make a type nullable');
    return withNullability(inner(branches[0]), branches.length < resolved.length);
  }
  const object = (typeof resolved === 'string' ? { type: resolved } : resolved) as AvroObject;
  const logical = object.logicalType;
  const isDecimal = logical === 'decimal';
  switch (object.type) {
    case 'record': {
      const fields = object.fields as readonly { readonly name: string; readonly type: AvroSchema }[];
      return notNull(row(fields.map((field) => ({ name: field.name, type: inner(field.type) }))));
    }
    case 'array':
      return notNull(array(inner(object.items)));
    case 'map':
      return notNull(map(notNull(STRING), inner(object.values)));
    case 'enum':
    case 'string':
      return notNull(STRING);
    case 'fixed':
      if (!isDecimal) return notNull(varbinary(Number(object.size)));
      return notNull(decimal(Number(object.precision), Number(object.scale ?? 0)));
    case 'bytes':
      return notNull(isDecimal ? decimal(Number(object.precision), Number(object.scale ?? 0)) : BYTES);
    case 'int':
      return notNull(logical === 'date' ? DATE : logical === 'time-millis' ? time(3) : INT);
    case 'long':
      if (logical === 'timestamp-millis') return notNull(timestamp(3));
      if (logical === 'timestamp-micros') return notNull(timestamp(6));
      return notNull(logical === 'time-micros' ? time(6) : BIGINT);
    case 'float':
      return notNull(FLOAT);
    case 'double':
      return notNull(DOUBLE);
    case 'boolean':
      return notNull(BOOLEAN);
    case 'null':
      return NULL;
    default:
      throw new Error(`'${String(object.type)}' is no type of Avro`);
  }
}
