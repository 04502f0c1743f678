import { daysInMonth } from '../values/index.js';

/** Checks of canonical texts (see `Cell`) in bytes, for generated readers: most return the position behind the text, or -1. */

const ZERO = 0x30;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= 0x39;

/** Two decimal digits as a number; negative where there are none. The source does not end there. */
function twoDigits(source: Uint8Array, at: number): number {
  const tens = (source[at] as number) - ZERO;
  const ones = (source[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Over `yyyy-MM-dd` of a day that exists. */
export function dateEnd(source: Uint8Array, at: number): number {
  if (at + 10 > source.length || source[at + 4] !== 0x2d || source[at + 7] !== 0x2d) return -1;
  const century = twoDigits(source, at);
  const year = twoDigits(source, at + 2);
  const month = twoDigits(source, at + 5);
  const day = twoDigits(source, at + 8);
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1) return -1;
  return day <= 28 || day <= daysInMonth(century * 100 + year, month) ? at + 10 : -1;
}

/** Over `HH:mm:ss`. */
export function timeEnd(source: Uint8Array, at: number): number {
  if (at + 8 > source.length || source[at + 2] !== 0x3a || source[at + 5] !== 0x3a) return -1;
  const hour = twoDigits(source, at);
  const minute = twoDigits(source, at + 3);
  const second = twoDigits(source, at + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
  return second < 0 || second > 59 ? -1 : at + 8;
}

/** Over `yyyy-MM-dd?HH:mm:ss[.f]`, trailing zeros of the fraction included. `separator` is the byte for `?`. */
export function timestampEnd(source: Uint8Array, at: number, separator: number): number {
  if (dateEnd(source, at) < 0 || source[at + 10] !== separator || timeEnd(source, at + 11) < 0) return -1;
  if (source[at + 19] !== 0x2e) return at + 19;
  let end = at + 20;
  while (isDigit(source[end])) end++;
  return end > at + 20 && end <= at + 29 ? end : -1;
}

/** Where the canonical text ends: without the trailing zeros of a fraction, and without the point where nothing is left. */
export function fractionEnd(source: Uint8Array, start: number, end: number): number {
  let at = end;
  for (let i = start; i < end; i++) {
    if (source[i] !== 0x2e) continue;
    while (source[at - 1] === ZERO) at--;
    return source[at - 1] === 0x2e ? at - 1 : at;
  }
  return at;
}

/**
 * Where the canonical text of a DECIMAL ends, which begins at `start` with a JSON number that ends at `end`; -1 where
 * the number is written in another way, or does not fit.
 */
export function decimalEnd(source: Uint8Array, start: number, end: number, precision: number, scale: number): number {
  const first = source[start] === 0x2d ? start + 1 : start;
  let point = end;
  for (let i = first; i < end; i++) {
    const byte = source[i] as number;
    if (byte === 0x2e) point = i;
    else if (byte > 0x39) return -1;
  }
  let last = end;
  if (point < end) {
    while (source[last - 1] === ZERO) last--;
    if (last - 1 === point) last = point;
  }
  const wholeDigits = source[first] === ZERO ? 0 : point - first;
  const fractionDigits = Math.max(0, last - point - 1);
  if (wholeDigits > precision - scale || fractionDigits > scale) return -1;
  if (last === point) {
    // 60 is 6E+1; minus zero is zero.
    if (source[last - 1] === ZERO && (last - start > 1 || first > start)) return -1;
  } else if (wholeDigits === 0) {
    // Below 0.000001 there is an exponent.
    let zeros = 0;
    while (source[point + 1 + zeros] === ZERO) zeros++;
    if (zeros > 5) return -1;
  }
  return last;
}

/** So many digits are told apart by a number of the type: no two texts give the same. */
export const FLOAT_TEXT_DIGITS = { FLOAT: 6, DOUBLE: 15 } as const;

/**
 * True where a JSON number is written as `Double.toString` writes it: from 0.001 to below 10^7, with no more digits than given, so that
 * no other text gives the same number; a fraction without trailing zeros, or `.0`.
 */
export function isDoubleText(source: Uint8Array, start: number, end: number, digits: number): boolean {
  const first = source[start] === 0x2d ? start + 1 : start;
  let point = -1;
  for (let i = first; i < end; i++) {
    const byte = source[i] as number;
    if (byte === 0x2e) point = i;
    else if (byte > 0x39) return false;
  }
  if (point < 0 || point - first > 7 || end - first > digits + 1) return false;
  if (source[end - 1] === ZERO && end - point > 2) return false;
  if (source[first] !== ZERO) return true;
  // 0.0 and -0.0 are written like this; 0.00123 is, 0.000123 is not.
  return source[point + 1] !== ZERO || source[point + 2] !== ZERO || source[point + 3] !== ZERO || end === point + 2;
}
