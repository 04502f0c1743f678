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

/** The last group of a base64 text has one character. Jackson's reader of JSON then takes the closing quote as the second one. */
export class LoneSextet extends Error {}

const PADDING = 64;
const NO_BASE64 = 65;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const SEXTETS = new Uint8Array(128).fill(NO_BASE64);
for (let i = 0; i < ALPHABET.length; i++) SEXTETS[ALPHABET.charCodeAt(i)] = i;

/**
 * Base64 as Jackson's `Base64Variants.MIME_NO_LINEFEEDS` reads it: groups of four, each padded where it is short; blanks may
 * stand between groups only.
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4) + 3);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) <= 0x20) {
      at++;
      continue;
    }
    const a = sextet(text, at++);
    if (a !== PADDING && at >= text.length) throw new LoneSextet(`'${text}' is no base64: a group has one character`);
    const b = sextet(text, at++);
    const c = sextet(text, at++);
    const d = sextet(text, at++);
    if (a === PADDING || b === PADDING || (c === PADDING && d !== PADDING)) fail(text, 'base64');
    bytes[length++] = (a << 2) | (b >> 4);
    if (c !== PADDING) bytes[length++] = (b << 4) | (c >> 2);
    if (d !== PADDING) bytes[length++] = (c << 6) | d;
  }
  return bytes.slice(0, length);
}

function sextet(text: string, at: number): number {
  if (at >= text.length) fail(text, 'padded base64');
  const code = text.charCodeAt(at);
  const bits = code < 128 ? (SEXTETS[code] as number) : NO_BASE64;
  return bits === NO_BASE64 ? fail(text, 'base64') : bits;
}
