import {
  decimalToText,
  formatDouble,
  formatFloat,
  formatTimestamp,
  type LogicalType,
  MapValue,
  type RowType,
  STRING,
  stripTrailingZeros,
  type Timestamp,
  type Value,
  type VarCharType,
} from '@tsql/core';
import { isCharacter } from '../types/type-families.js';
import { jsonString } from './json-parser.js';

type ToJson = (value: Value) => string;

/** The type of JSON_OBJECT and JSON_ARRAY: text that is put into another of them as JSON, not as a string. */
export const JSON_TEXT: VarCharType & { readonly isJson: true } = { ...STRING, nullable: false, isJson: true };

const isJson = (type: LogicalType): boolean => (type as { readonly isJson?: boolean }).isJson === true;

/** Whether the JSON functions take values of the type: dates, times and intervals are refused, as in Flink. */
export function hasJson(type: LogicalType): boolean {
  switch (type.kind) {
    case 'DATE':
    case 'TIME':
    case 'INTERVAL_DAY_TIME':
    case 'INTERVAL_YEAR_MONTH':
    case 'RAW':
      return false;
    case 'ARRAY':
      return hasJson(type.element);
    case 'MULTISET':
      return isCharacter(type.element);
    case 'MAP':
      return isCharacter(type.key) && hasJson(type.value);
    case 'ROW':
      return type.fields.every((field) => hasJson(field.type));
    default:
      return true;
  }
}

/** How a value of the type, or NULL, is written as JSON. */
export function jsonOf(type: LogicalType): ToJson {
  const write = notNullJson(type);
  return (value) => (value === null ? 'null' : write(value));
}

function notNullJson(type: LogicalType): ToJson {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return isJson(type) ? (value) => value as string : (value) => jsonString(value as string);
    case 'BINARY':
    case 'VARBINARY':
      return (value) => `"${Buffer.from(value as Uint8Array).toString('base64')}"`;
    case 'DECIMAL':
      return (value) => {
        const { unscaled, scale } = stripTrailingZeros(value as bigint, type.scale);
        return decimalToText(unscaled, scale);
      };
    case 'FLOAT':
      return (value) => finite(value as number, formatFloat);
    case 'DOUBLE':
      return (value) => finite(value as number, formatDouble);
    case 'TIMESTAMP':
      return (value) => `"${formatTimestamp(value as Timestamp, undefined, 'T')}"`;
    case 'TIMESTAMP_LTZ':
      return (value) => `"${formatTimestamp(value as Timestamp, undefined, 'T')}Z"`;
    case 'ARRAY': {
      const element = jsonOf(type.element);
      return (value) => `[${(value as readonly Value[]).map(element).join(',')}]`;
    }
    case 'MAP':
      return mapJson(jsonOf(type.value));
    case 'MULTISET':
      return mapJson(String);
    case 'ROW':
      return rowJson(type);
    default:
      return String;
  }
}

const finite = (value: number, format: (value: number) => string): string =>
  Number.isFinite(value) ? format(value) : `"${format(value)}"`;

function mapJson(write: ToJson): ToJson {
  return (value) => {
    if (!(value instanceof MapValue)) return '{}';
    return objectJson(value.keys.map((key, index) => [String(key ?? ''), write(value.values[index] ?? null)] as const));
  };
}

function rowJson(type: RowType): ToJson {
  const writers = type.fields.map((field) => jsonOf(field.type));
  return (value) => {
    const row = value as readonly Value[];
    return objectJson(
      type.fields.map((field, index) => [field.name, writers[index]?.(row[index] ?? null) ?? 'null'] as const),
    );
  };
}

/** An object of names and JSON texts: names in their order as Java texts, the last of equal ones. */
export function objectJson(entries: readonly (readonly [name: string, json: string])[]): string {
  const sorted = [...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, json]) => `${jsonString(name)}:${json}`).join(',')}}`;
}
