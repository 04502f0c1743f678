import {
  formatDouble,
  formatFloat,
  type LogicalType,
  type MapValue,
  type Row,
  type RowType,
  Timestamp,
  type Value,
} from '@tsql/core';
import { quoteJson } from '../json/encode.js';
import { type JsonNode, JsonNumber } from '../json/tree.js';
import { decimalBytes, decimalOf } from './binary.js';
import { mapOf, writingOrder } from './java-map-order.js';
import { RECORD_NAME } from './schema.js';

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

function branchName(type: LogicalType, name: string): string {
  switch (type.kind) {
    case 'ROW':
      return name;
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
    case 'MULTISET':
      return 'map';
    default:
      return type.kind.toLowerCase();
  }
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
      return mapText(String);
    case 'ROW':
      return rowText(type, name);
    default:
      return String;
  }
}

function mapText(text: Text): Text {
  return (value) => {
    const { keys, values } = value as MapValue;
    const entries = new Map(keys.map((key, index) => [key as string, values[index] ?? null]));
    const names = [...entries.keys()];
    const parts = writingOrder(names).map((index) => {
      const name = names[index] as string;
      return `${quoteJson(name)}:${text(entries.get(name) ?? null)}`;
    });
    return `{${parts.join(',')}}`;
  };
}

/** Reads a row out of a document in Avro's JSON encoding. */
export const jsonReader = (type: RowType): ((node: JsonNode) => Row) =>
  readRow(type, RECORD_NAME) as (node: JsonNode) => Row;

type Read = (node: JsonNode) => Value;

function readRow(type: RowType, name: string): Read {
  const fields = type.fields.map((field) => ({
    name: field.name,
    read: readNullable(field.type, `${name}_${field.name}`),
  }));
  return (node) => {
    if (!(node instanceof Map)) throw new Error('found no object, expected a record');
    return fields.map((field) => {
      const value = (node as ReadonlyMap<string, JsonNode>).get(field.name);
      if (value === undefined) throw new Error(`field '${field.name}' is missing`);
      return field.read(value);
    });
  };
}

function readNullable(type: LogicalType, name: string): Read {
  const read = readNotNull(type, name);
  if (!type.nullable) return read;
  const branch = branchName(type, name);
  return (node) => {
    if (node === null) return null;
    if (!(node instanceof Map) || node.size !== 1 || !node.has(branch))
      throw new Error(`found no union of null and ${branch}`);
    return read((node as ReadonlyMap<string, JsonNode>).get(branch) ?? null);
  };
}

function readNotNull(type: LogicalType, name: string): Read {
  const text = (node: JsonNode): string => {
    if (typeof node !== 'string') throw new Error(`found no text, expected ${branchName(type, name)}`);
    return node;
  };
  const bytes = (node: JsonNode): Uint8Array => new Uint8Array(Buffer.from(text(node), 'latin1'));
  const integer = (node: JsonNode): bigint => {
    if (!(node instanceof JsonNumber) || !/^-?\d+$/.test(node.text))
      throw new Error(`found no number, expected ${branchName(type, name)}`);
    return BigInt(node.text);
  };
  switch (type.kind) {
    case 'BOOLEAN':
      return (node) => {
        if (typeof node !== 'boolean') throw new Error('found no boolean');
        return node;
      };
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return (node) => Number(integer(node));
    case 'BIGINT':
      return integer;
    case 'FLOAT':
    case 'DOUBLE':
      return (node) => {
        const number = Number(node instanceof JsonNumber ? node.text : text(node));
        return type.kind === 'FLOAT' ? Math.fround(number) : number;
      };
    case 'CHAR':
    case 'VARCHAR':
      return text;
    case 'BINARY':
    case 'VARBINARY':
      return bytes;
    case 'DECIMAL':
      return (node) => decimalOf(bytes(node));
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (node) => new Timestamp(Number(integer(node)));
    case 'ARRAY': {
      const element = readNullable(type.element, name);
      return (node) => {
        if (!Array.isArray(node)) throw new Error('found no array');
        return node.map(element);
      };
    }
    case 'MAP':
      return readMap(readNullable(type.value, name));
    case 'MULTISET':
      return readMap((node) => Number(integer(node)));
    case 'ROW':
      return readRow(type, name);
    default:
      throw new Error(`Avro cannot hold ${type.kind}`);
  }
}

function readMap(read: Read): Read {
  return (node) => {
    if (!(node instanceof Map)) throw new Error('found no object, expected a map');
    return mapOf(new Map([...(node as ReadonlyMap<string, JsonNode>)].map(([name, value]) => [name, read(value)])));
  };
}
