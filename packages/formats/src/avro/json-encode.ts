import {
  formatDouble,
  formatFloat,
  type LogicalType,
  type MapValue,
  type Row,
  type RowType,
  type Timestamp,
  type Value,
} from '@tsql/core';
import { quoteJson } from '../json/encode.js';
import { decimalBytes } from './binary.js';
import { writingOrder } from './java-map-order.js';
import { MULTISET_COUNT, RECORD_NAME } from './schema.js';
import { schemaKind } from './schema-kind.js';

/** Avro's JSON encoding: values of unions are wrapped in an object that names their type. */
export const jsonWriter = (type: RowType): ((row: Row) => string) => rowText(type, RECORD_NAME) as (row: Row) => string;

type Text = (value: Value) => string;

function rowText(type: RowType, name: string): Text {
  const fields = type.fields.map((field) => nullableText(field.type, `${name}_${field.name}`));
  const names = type.fields.map((field) => quoteJson(field.name));
  return (value) =>
    `{${fields.map((text, index) => `${names[index]}:${text((value as Row)[index] ?? null)}`).join(',')}}`;
}

function nullableText(type: LogicalType, name: string): Text {
  const text = notNullText(type, name);
  if (!type.nullable) {
    return (value) => {
      if (value === null) throw new Error('a NOT NULL field is NULL');
      return text(value);
    };
  }
  const branch = quoteJson(branchName(type, name));
  return (value) => (value === null ? 'null' : `{${branch}:${text(value)}}`);
}

/** How a union's object names the type of its value. */
export function branchName(type: LogicalType, name: string): string {
  return type.kind === 'ROW' ? name : schemaKind(type);
}

/** Bytes stand as the characters U+0000 to U+00FF. */
const bytesText = (bytes: Uint8Array): string => quoteJson(Buffer.from(bytes).toString('latin1'));
const numberText = (value: number, text: string): string => (Number.isFinite(value) ? text : `"${text}"`);

function notNullText(type: LogicalType, name: string): Text {
  switch (type.kind) {
    case 'FLOAT':
      return (value) => numberText(value as number, formatFloat(value as number));
    case 'DOUBLE':
      return (value) => numberText(value as number, formatDouble(value as number));
    case 'CHAR':
    case 'VARCHAR':
      return (value) => quoteJson(value as string);
    case 'BINARY':
    case 'VARBINARY':
      return (value) => bytesText(value as Uint8Array);
    case 'DECIMAL':
      return (value) => bytesText(decimalBytes(value as bigint));
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (value) => String((value as Timestamp).millis);
    case 'ARRAY': {
      const element = nullableText(type.element, name);
      return (value) => `[${(value as readonly Value[]).map(element).join(',')}]`;
    }
    case 'MAP':
      return mapText(nullableText(type.value, name));
    case 'MULTISET':
      return mapText(nullableText(MULTISET_COUNT, name));
    case 'ROW':
      return rowText(type, name);
    default:
      return String;
  }
}

function mapText(text: Text): Text {
  return (value) => {
    const { keys, values } = value as MapValue;
    const entries = new Map(keys.map((key, index) => [(key ?? '') as string, values[index] ?? null]));
    const names = [...entries.keys()];
    const parts = writingOrder(names).map((index) => {
      const name = names[index] as string;
      return `${quoteJson(name)}:${text(entries.get(name) ?? null)}`;
    });
    return `{${parts.join(',')}}`;
  };
}
