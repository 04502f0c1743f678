import type { LogicalType } from '../types/index.js';
import { daysFromCivil, MILLIS_PER_DAY, Timestamp } from '../values/index.js';
import type { Cell } from './cell.js';

/** Makes the values of a scalar type from its canonical text (see {@link Cell}); undefined for constructed types. */
export function canonicalParser(type: LogicalType): Cell['parse'] | undefined {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return (source, start, end) => source.toString('utf8', start, end);
    case 'BOOLEAN':
      return (source, start) => source[start] === LOWER_T;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
      return parseDigits;
    case 'BIGINT':
      return (source, start, end) =>
        end - start <= SAFE_DIGITS
          ? BigInt(parseDigits(source, start, end))
          : BigInt(source.toString('latin1', start, end));
    case 'DECIMAL': {
      const { scale } = type;
      return (source, start, end) => parseUnscaled(source, start, end, scale);
    }
    case 'FLOAT':
      return (source, start, end) => Math.fround(Number(source.toString('latin1', start, end)));
    case 'DOUBLE':
      return (source, start, end) => Number(source.toString('latin1', start, end));
    case 'DATE':
      return (source, start) => daysAt(source, start);
    case 'TIME':
      return (source, start) => secondsAt(source, start) * 1000;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return parseTimestamp;
    default:
      return undefined;
  }
}

const LOWER_T = 0x74;
const MINUS = 0x2d;
const ZERO = 0x30;
const POINT = 0x2e;
/** Digits, a sign among them, that are a safe integer in any case. */
const SAFE_DIGITS = 15;

/** At most 15 digits. */
function parseDigits(source: Uint8Array, start: number, end: number): number {
  const isNegative = source[start] === MINUS;
  let value = 0;
  for (let i = isNegative ? start + 1 : start; i < end; i++) value = value * 10 + ((source[i] as number) - ZERO);
  return isNegative ? -value : value;
}

/**
 * The number at a canonical text, times 10^scale, as a double: exact where it has at most 15 digits. The text has at most
 * `scale` digits behind its point.
 */
export function scaledNumber(source: Uint8Array, start: number, end: number, scale: number): number {
  const isNegative = source[start] === MINUS;
  let value = 0;
  let missing = scale;
  let isFraction = false;
  for (let i = isNegative ? start + 1 : start; i < end; i++) {
    const byte = source[i] as number;
    if (byte === POINT) {
      isFraction = true;
      continue;
    }
    value = value * 10 + (byte - ZERO);
    if (isFraction) missing--;
  }
  for (; missing > 0; missing--) value *= 10;
  return isNegative ? -value : value;
}

function parseUnscaled(source: Buffer, start: number, end: number, scale: number): bigint {
  if (end - start + scale <= SAFE_DIGITS) return BigInt(scaledNumber(source, start, end, scale));
  const text = source.toString('latin1', start, end);
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text + '0'.repeat(scale));
  return BigInt(text.slice(0, point) + text.slice(point + 1).padEnd(scale, '0'));
}

const two = (source: Uint8Array, at: number): number =>
  ((source[at] as number) - ZERO) * 10 + ((source[at + 1] as number) - ZERO);

function daysAt(source: Uint8Array, at: number): number {
  return daysFromCivil(two(source, at) * 100 + two(source, at + 2), two(source, at + 5), two(source, at + 8));
}

function secondsAt(source: Uint8Array, at: number): number {
  return (two(source, at) * 60 + two(source, at + 3)) * 60 + two(source, at + 6);
}

/** The milliseconds of the timestamp at a canonical text. */
export function timestampMillisOf(source: Uint8Array, start: number, end: number): number {
  let millis = 0;
  for (let i = start + 20; i < start + 23; i++) millis = millis * 10 + (i < end ? (source[i] as number) - ZERO : 0);
  return daysAt(source, start) * MILLIS_PER_DAY + secondsAt(source, start + 11) * 1000 + millis;
}

function parseTimestamp(source: Uint8Array, start: number, end: number): Timestamp {
  const seconds = secondsAt(source, start + 11);
  let nanos = 0;
  for (let i = start + 20; i < start + 29; i++) nanos = nanos * 10 + (i < end ? (source[i] as number) - ZERO : 0);
  const millis = Math.floor(nanos / 1_000_000);
  return new Timestamp(daysAt(source, start) * MILLIS_PER_DAY + seconds * 1000 + millis, nanos % 1_000_000);
}
