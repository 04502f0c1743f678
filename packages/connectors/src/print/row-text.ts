import {
  decimalToText,
  formatDate,
  formatDouble,
  formatFloat,
  fractionDigits,
  type LogicalType,
  type MapValue,
  ROW_KIND_SYMBOLS,
  type Row,
  RowKind,
  splitTimestamp,
  type Timestamp,
  type Value,
} from '@tsql/core';

type ValueText = (value: Value) => string;

/**
 * How `print` shows the rows of a table, as Flink's `Row.toString` of the default classes: `+I[1, a, 2020-01-01T00:00]`.
 * Nested rows carry a kind too, always `+I`.
 */
export function rowText(types: readonly LogicalType[]): (row: Row, kind: RowKind) => string {
  const texts = types.map(orNull);
  return (row, kind) => `${ROW_KIND_SYMBOLS[kind]}[${texts.map((text, index) => text(row[index] ?? null)).join(', ')}]`;
}

function orNull(type: LogicalType): ValueText {
  const text = valueText(type);
  return (value) => (value === null ? 'null' : text(value));
}

function valueText(type: LogicalType): ValueText {
  switch (type.kind) {
    case 'DECIMAL':
      return (value) => decimalToText(value as bigint, type.scale);
    case 'FLOAT':
      return (value) => formatFloat(value as number);
    case 'DOUBLE':
      return (value) => formatDouble(value as number);
    case 'BINARY':
    case 'VARBINARY':
      return (value) => `[${Int8Array.from(value as Uint8Array).join(', ')}]`;
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => shortTime(value as number, nanoDigits((value as number) % 1000, 0));
    case 'TIMESTAMP':
      return (value) => shortTimestamp(value as Timestamp);
    case 'TIMESTAMP_LTZ':
      return (value) => instant(value as Timestamp);
    case 'INTERVAL_YEAR_MONTH':
      return (value) => period(value as number);
    case 'INTERVAL_DAY_TIME':
      return (value) => duration(Number(value));
    case 'ARRAY':
      return listText(orNull(type.element));
    case 'MAP':
      return mapText(orNull(type.key), orNull(type.value));
    case 'MULTISET':
      return mapText(orNull(type.element), String);
    case 'ROW': {
      const text = rowText(type.fields.map((field) => field.type));
      return (value) => text(value as Row, RowKind.INSERT);
    }
    default:
      return String;
  }
}

function listText(element: ValueText): ValueText {
  return (value) => `[${(value as readonly Value[]).map(element).join(', ')}]`;
}

function mapText(keyText: ValueText, itemText: ValueText): ValueText {
  return (value) => {
    const { keys, values } = value as MapValue;
    return `{${keys.map((key, index) => `${keyText(key)}=${itemText(values[index] ?? null)}`).join(', ')}}`;
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

const nanoDigits = (millis: number, nanoOfMilli: number): string =>
  String(millis * 1_000_000 + nanoOfMilli).padStart(9, '0');

/** Digits in groups of three, as few as needed: java.time's way with fractions. */
function fraction(digits: string): string {
  const shown = digits.replace(/(000)+$/, '');
  return shown === '' ? '' : `.${shown}`;
}

/** `LocalTime.toString`: no seconds where they are zero. */
function shortTime(millisOfDay: number, digits: string): string {
  const seconds = Math.floor(millisOfDay / 1000);
  const shown = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  const rest = fraction(digits);
  return seconds % 60 === 0 && rest === '' ? shown : `${shown}:${two(seconds % 60)}${rest}`;
}

/** `LocalDateTime.toString`. */
function shortTimestamp(timestamp: Timestamp): string {
  const { days, millisOfDay } = splitTimestamp(timestamp);
  return `${formatDate(days)}T${shortTime(millisOfDay, fractionDigits(timestamp))}`;
}

/** `Instant.toString`: seconds always. */
function instant(timestamp: Timestamp): string {
  const { days, millisOfDay } = splitTimestamp(timestamp);
  const seconds = two(Math.floor(millisOfDay / 1000) % 60);
  const minutes = shortTime(millisOfDay - (millisOfDay % 60_000), '000000000');
  return `${formatDate(days)}T${minutes}:${seconds}${fraction(fractionDigits(timestamp))}Z`;
}

/** `Period.toString` of months, normalized to years and months. */
function period(months: number): string {
  if (months === 0) return 'P0D';
  const [years, rest] = [Math.trunc(months / 12), months % 12];
  return `P${years === 0 ? '' : `${years}Y`}${rest === 0 ? '' : `${rest}M`}`;
}

/** `Duration.toString` of milliseconds: hours are not made days. */
function duration(millis: number): string {
  if (millis === 0) return 'PT0S';
  const total = Math.trunc(millis / 1000);
  const [hours, minutes] = [Math.trunc(total / 3600), Math.trunc((total % 3600) / 60)];
  const rest = millis - (hours * 3600 + minutes * 60) * 1000;
  const seconds = rest === 0 ? '' : `${rest / 1000}S`;
  return `PT${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${seconds}`;
}
