import { parseJavaDouble, parseJavaInteger } from './number-text.js';

/** `String.trim`: without control characters and blanks at both ends. JavaScript's `trim` cuts other blanks as well. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Digits of which a double holds every number exactly. */
const SAFE_DIGITS = 15;

/** The number of a short text of ASCII digits, a `-` in front or not; NaN for any other text. */
function shortInteger(text: string): number {
  const isNegative = text.charCodeAt(0) === 0x2d;
  const start = isNegative ? 1 : 0;
  if (text.length === start || text.length > SAFE_DIGITS) return Number.NaN;
  let value = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? 0 - value : value;
}

/** `Byte.parseByte`, `Short.parseShort` and `Integer.parseInt` of the trimmed text. Throws an Error for any other text. */
export function integerOf(text: string, minimum: number, maximum: number): number {
  const trimmed = javaTrim(text);
  const value = shortInteger(trimmed);
  if (value >= minimum && value <= maximum) return value;
  return Number(parseJavaInteger(trimmed, BigInt(minimum), BigInt(maximum)));
}

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** `Long.parseLong` of the trimmed text. */
export function longOf(text: string): bigint {
  const trimmed = javaTrim(text);
  const value = shortInteger(trimmed);
  return Number.isNaN(value) ? parseJavaInteger(trimmed, MIN_LONG, MAX_LONG) : BigInt(value);
}

/** `Double.parseDouble` of the trimmed text. */
export function doubleOf(text: string): number {
  return parseJavaDouble(javaTrim(text));
}

/** `Boolean.parseBoolean` of the trimmed text: whatever is not `true` in some letter case is FALSE. */
export function booleanOf(text: string): boolean {
  const trimmed = javaTrim(text);
  return trimmed.length === 4 && trimmed.toLowerCase() === 'true';
}
