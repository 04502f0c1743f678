import { type BinaryType, type LogicalType, MAX_LENGTH, MapValue, type Value, type VarBinaryType } from '@tsql/core';
import { BITS, isBinaryString, isCharacter, isInteger, isNumeric } from '../types/type-families.js';
import type { CastContext, Conversion } from './conversion.js';
import { toNumber } from './to-number.js';
import { toDate, toTime, toTimestamp } from './to-temporal.js';
import { textOf } from './to-text.js';

const identity: Conversion = (value) => value;

/** The conversion between two types of which `canCast` is true. */
export function findConversion(from: LogicalType, to: LogicalType, context: CastContext): Conversion {
  if (from.kind === 'NULL') return identity;
  switch (to.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return toText(from, to, context);
    case 'BOOLEAN':
      return toBoolean(from);
    case 'BINARY':
    case 'VARBINARY':
      return toBinary(from, to);
    case 'DATE':
      return toDate(from, context);
    case 'TIME':
      return toTime(from, context);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return toTimestamp(from, to, context);
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return isNumeric(from) ? toNumber(from, { kind: 'DOUBLE', nullable: true }) : identity;
    case 'ARRAY':
    case 'MULTISET':
    case 'MAP':
    case 'ROW':
      return toConstructed(from, to, context);
    default:
      return isNumeric(to) ? numberConversion(from, to) : identity;
  }
}

function numberConversion(from: LogicalType, to: LogicalType): Conversion {
  const widens = isInteger(from) && isInteger(to) && BITS[from.kind] <= BITS[to.kind];
  if (from.kind === to.kind && from.kind !== 'DECIMAL') return identity;
  return widens && to.kind !== 'BIGINT' ? identity : toNumber(from, to);
}

function toText(from: LogicalType, to: LogicalType & { readonly length: number }, context: CastContext): Conversion {
  const text = textOf(from, context);
  if (isCharacter(from) && to.kind === 'VARCHAR' && from.length <= to.length) return identity;
  if (to.length === MAX_LENGTH) return text;
  const pads = to.kind === 'CHAR';
  return (value) => fitText(text(value), to.length, pads);
}

/** Cuts a text to `length` code points, and fills it up with blanks if `pads`. */
export function fitText(text: string, length: number, pads: boolean): string {
  let units = 0;
  let points = 0;
  while (units < text.length && points < length) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
    points++;
  }
  const cut = units < text.length ? text.slice(0, units) : text;
  return pads && points < length ? cut + ' '.repeat(length - points) : cut;
}

const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

function toBoolean(from: LogicalType): Conversion {
  if (isCharacter(from)) return (value) => BOOLEAN_WORDS.get((value as string).toLowerCase());
  if (from.kind === 'BIGINT' || from.kind === 'DECIMAL') return (value) => value !== 0n;
  return isNumeric(from) ? (value) => value !== 0 : identity;
}

const encoder = new TextEncoder();

function toBinary(from: LogicalType, to: BinaryType | VarBinaryType): Conversion {
  const bytesOf = isCharacter(from)
    ? (value: Value) => encoder.encode(value as string)
    : (value: Value) => value as Uint8Array;
  if (to.length === MAX_LENGTH) return bytesOf;
  // Flink 1.20 fills a VARBINARY(n) up as well, where the declared type could be longer.
  const isFilled = to.kind === 'BINARY' || (isBinaryString(from) && from.length > to.length);
  return (value) => {
    const bytes = bytesOf(value);
    if (bytes.length > to.length) return bytes.slice(0, to.length);
    if (!isFilled || bytes.length === to.length) return bytes;
    const padded = new Uint8Array(to.length);
    padded.set(bytes);
    return padded;
  };
}

function toConstructed(from: LogicalType, to: LogicalType, context: CastContext): Conversion {
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = findConversion(from.element, to.element, context);
    return element === identity ? identity : (value) => convertAll(value as readonly Value[], () => element);
  }
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    return mapConversion(findConversion(from.key, to.key, context), findConversion(from.value, to.value, context));
  }
  if (from.kind === 'MULTISET' && to.kind === 'MULTISET') {
    return mapConversion(findConversion(from.element, to.element, context), identity);
  }
  if (from.kind !== 'ROW' || to.kind !== 'ROW') return identity;
  const fields = from.fields.map((field, index) =>
    findConversion(field.type, to.fields[index]?.type ?? field.type, context),
  );
  if (fields.every((field) => field === identity)) return identity;
  return (value) => convertAll(value as readonly Value[], (index) => fields[index] ?? identity);
}

function mapConversion(key: Conversion, value: Conversion): Conversion {
  if (key === identity && value === identity) return identity;
  return (map) => {
    if (!(map instanceof MapValue)) return undefined;
    const keys = convertAll(map.keys, () => key);
    const values = convertAll(map.values, () => value);
    return keys === undefined || values === undefined ? undefined : new MapValue(keys, values);
  };
}

function convertAll(values: readonly Value[], at: (index: number) => Conversion): Value[] | undefined {
  const converted: Value[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null;
    const result = value === null ? null : at(index)(value);
    if (result === undefined) return undefined;
    converted.push(result);
  }
  return converted;
}
