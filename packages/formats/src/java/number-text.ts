import { parseDecimal, type UnscaledDecimal } from '@tsql/core';

/** Fails with a plain Error where Java's method throws. */
function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/** `Integer.parseInt` and its like: an optional sign and decimal digits, of any script. */
export function parseJavaInteger(text: string, minimum: bigint, maximum: bigint): bigint {
  const ascii = asciiDigits(text);
  if (!/^[+-]?\d+$/.test(ascii)) fail(text, 'integer');
  const value = BigInt(ascii.startsWith('+') ? ascii.slice(1) : ascii);
  if (value < minimum || value > maximum) fail(text, 'number of this size');
  return value;
}

/** `Long.parseLong`. */
export function parseJavaLong(text: string): bigint {
  return parseJavaInteger(text, -(2n ** 63n), 2n ** 63n - 1n);
}

const asciiDigits = (text: string): string => text.replace(/\p{Nd}/gu, (digit) => String(decimalDigit(digit)));

/** `new BigDecimal(text)`: decimal digits of any script; undefined where it fails. */
export function parseJavaDecimal(text: string): UnscaledDecimal | undefined {
  return parseDecimal(text) ?? parseDecimal(asciiDigits(text));
}

/** Decimal digits stand in Unicode in runs of ten, from zero on. */
function decimalDigit(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (point - zero) % 10;
}

/** `Double.parseDouble`: decimal or hexadecimal, a suffix f or d, NaN, Infinity. */
export function parseJavaDouble(text: string): number {
  if (/^[+-]?NaN$/.test(text)) return Number.NaN;
  if (/^[+-]?Infinity$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/.test(text)) return Number(text.replace(/[fFdD]$/, ''));
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/.exec(text);
  if (hex === null || (hex[2] ?? '') + (hex[3] ?? '') === '') return fail(text, 'number');
  const digits = Number.parseInt((hex[2] ?? '') + (hex[3] ?? ''), 16);
  const value = digits * 2 ** (Number(hex[4]) - 4 * (hex[3] ?? '').length);
  return hex[1] === '-' ? -value : value;
}
