import { type LogicalType, MapValue, type Row, Timestamp, type Value } from '@tsql/core';

/** Negative, zero or positive as `a` comes before, is equal to or comes behind `b`. */
export type Comparator = (a: Value, b: Value) => number;

/** How values of a type are ordered; neither of them is NULL. NaN is equal to itself and comes last. */
export function comparatorOf(type: LogicalType): Comparator {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return (a, b) => compareText(a as string, b as string);
    case 'BINARY':
    case 'VARBINARY':
      return (a, b) => Buffer.compare(a as Uint8Array, b as Uint8Array);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (a, b) => Timestamp.compare(a as Timestamp, b as Timestamp);
    case 'BIGINT':
    case 'DECIMAL':
    case 'BOOLEAN':
      return (a, b) => ((a as bigint) < (b as bigint) ? -1 : a === b ? 0 : 1);
    case 'FLOAT':
    case 'DOUBLE':
      return (a, b) => compareDoubles(a as number, b as number);
    case 'ARRAY':
    case 'ROW':
    case 'MAP':
    case 'MULTISET':
      return (a, b) => (equalValues(a, b) ? 0 : 1);
    default:
      return (a, b) => (a as number) - (b as number);
  }
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Orders texts by their UTF-8 bytes, which is by code points. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** Puts the halves of characters beyond U+FFFF behind all other units. */
const codePointOrder = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Whether two values of one type are equal; NULLs are equal to each other. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof Timestamp) return b instanceof Timestamp && Timestamp.compare(a, b) === 0;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof MapValue) return b instanceof MapValue && equalMaps(a, b);
  const other = b as Row;
  return a.length === other.length && a.every((value, index) => equalValues(value, other[index] ?? null));
}

function equalMaps(a: MapValue, b: MapValue): boolean {
  if (a.size !== b.size) return false;
  return a.keys.every((key, index) => {
    const at = b.keys.findIndex((candidate) => equalValues(key, candidate));
    return at >= 0 && equalValues(a.values[index] ?? null, b.values[at] ?? null);
  });
}

/** The value in which values of a type can be kept in a Set or Map: equal exactly for equal values. */
export function keyOf(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Timestamp) return `${value.millis}.${value.nanoOfMilli}`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
}
