import {
  decimalToPlainText,
  formatDouble,
  formatFloat,
  type LogicalType,
  MapValue,
  type RowType,
  type Timestamp,
  type Value,
} from '@tsql/core';
import { dateText, dayTimeText, timestampText, timeText, yearMonthText } from '../time/temporal-text.js';
import { timeZone, toLocal } from '../time/time-zone.js';
import { shiftTimestamp } from '../time/timestamps.js';
import type { CastContext } from './conversion.js';

type ToText = (value: Value) => string;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How a value of the type is written as text (CAST to STRING). */
export function textOf(type: LogicalType, context: CastContext): ToText {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return (value) => value as string;
    case 'BOOLEAN':
      return (value) => (value === true ? 'TRUE' : 'FALSE');
    case 'BINARY':
    case 'VARBINARY':
      return (value) => decoder.decode(value as Uint8Array);
    case 'DECIMAL':
      return (value) => decimalToPlainText(value as bigint, type.scale);
    case 'FLOAT':
      return (value) => formatFloat(value as number);
    case 'DOUBLE':
      return (value) => formatDouble(value as number);
    case 'ARRAY':
    case 'MULTISET':
    case 'MAP':
    case 'ROW':
      return constructedText(type, context);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return String;
    default:
      return temporalText(type, context);
  }
}

function temporalText(type: LogicalType, context: CastContext): ToText {
  switch (type.kind) {
    case 'DATE':
      return (value) => dateText(value as number);
    case 'TIME':
      return (value) => timeText(value as number, type.precision);
    case 'TIMESTAMP':
      return (value) => timestampText(value as Timestamp, type.precision);
    case 'TIMESTAMP_LTZ': {
      const zone = timeZone(context.localTimeZone);
      return (value) => {
        const instant = value as Timestamp;
        return timestampText(shiftTimestamp(instant, toLocal(zone, instant.millis)), type.precision);
      };
    }
    case 'INTERVAL_YEAR_MONTH':
      return (value) => yearMonthText(value as number);
    case 'INTERVAL_DAY_TIME':
      return (value) => dayTimeText(value as number);
    default:
      return String;
  }
}

const orNull =
  (text: ToText): ToText =>
  (value) =>
    value === null ? 'NULL' : text(value);

function constructedText(type: LogicalType, context: CastContext): ToText {
  if (type.kind === 'ARRAY') {
    const element = orNull(textOf(type.element, context));
    return (value) => `[${(value as readonly Value[]).map(element).join(', ')}]`;
  }
  if (type.kind === 'MAP') return mapText(orNull(textOf(type.key, context)), orNull(textOf(type.value, context)));
  if (type.kind === 'MULTISET') return mapText(orNull(textOf(type.element, context)), String);
  return rowText(type as RowType, context);
}

function mapText(key: ToText, value: ToText): ToText {
  return (map) => {
    if (!(map instanceof MapValue)) return '{}';
    const entries = map.keys.map((entry, index) => `${key(entry)}=${value(map.values[index] ?? null)}`);
    return `{${entries.join(', ')}}`;
  };
}

function rowText(type: RowType, context: CastContext): ToText {
  const fields = type.fields.map((field) => orNull(textOf(field.type, context)));
  return (value) => {
    const row = value as readonly Value[];
    return `(${fields.map((field, index) => field(row[index] ?? null)).join(', ')})`;
  };
}
