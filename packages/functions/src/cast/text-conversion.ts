import {
  decimalToPlainText,
  formatDate,
  formatDouble,
  formatFloat,
  formatTime,
  formatTimestamp,
  type LogicalType,
  type MapValue,
  type Row,
  type Timestamp,
  type Value,
} from '@tsql/core';
import { TimeZone } from './time-zone.js';

const utf8 = new TextDecoder();

/** A value as CAST to STRING writes it; NULL inside of a collection is `NULL`. */
export function textOf(type: LogicalType, localTimeZone: string): (value: Value) => string {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return (value) => value as string;
    case 'BOOLEAN':
      return (value) => (value ? 'TRUE' : 'FALSE');
    case 'FLOAT':
      return (value) => formatFloat(value as number);
    case 'DOUBLE':
      return (value) => formatDouble(value as number);
    case 'DECIMAL':
      return (value) => decimalToPlainText(value as bigint, type.scale);
    case 'BINARY':
    case 'VARBINARY':
      return (value) => utf8.decode(value as Uint8Array);
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => formatTime(value as number, Math.min(3, type.precision));
    case 'TIMESTAMP':
      return (value) => formatTimestamp(value as Timestamp, type.precision);
    case 'TIMESTAMP_LTZ': {
      const zone = TimeZone.of(localTimeZone);
      return (value) => formatTimestamp(zone.toLocal(value as Timestamp), type.precision);
    }
    case 'INTERVAL_YEAR_MONTH':
      return (value) => formatMonths(value as number);
    case 'INTERVAL_DAY_TIME':
      return (value) => formatMillis(value as number);
    default:
      return textOfConstructed(type, localTimeZone);
  }
}

function textOfConstructed(type: LogicalType, zone: string): (value: Value) => string {
  const part = (inner: LogicalType) => {
    const text = textOf(inner, zone);
    return (value: Value) => (value === null ? 'NULL' : text(value));
  };
  switch (type.kind) {
    case 'ARRAY': {
      const element = part(type.element);
      return (value) => `[${(value as Row).map(element).join(', ')}]`;
    }
    case 'MAP':
    case 'MULTISET': {
      const key = part(type.kind === 'MAP' ? type.key : type.element);
      const inner = type.kind === 'MAP' ? part(type.value) : String;
      return (value) => {
        const { keys, values } = value as MapValue;
        return `{${keys.map((name, index) => `${key(name)}=${inner(values[index] ?? null)}`).join(', ')}}`;
      };
    }
    case 'ROW': {
      const fields = type.fields.map((field) => part(field.type));
      return (value) => `(${fields.map((field, index) => field((value as Row)[index] ?? null)).join(', ')})`;
    }
    default:
      return String;
  }
}

/** `+1-02`: years and months. */
export function formatMonths(months: number): string {
  const magnitude = Math.abs(months);
  return `${months < 0 ? '-' : '+'}${Math.floor(magnitude / 12)}-${String(magnitude % 12).padStart(2, '0')}`;
}

/** `+1 02:03:04.567`: days and time. */
export function formatMillis(millis: number): string {
  const magnitude = Math.abs(millis);
  const days = Math.floor(magnitude / 86_400_000);
  return `${millis < 0 ? '-' : '+'}${days} ${formatTime(magnitude % 86_400_000, 3)}`;
}
