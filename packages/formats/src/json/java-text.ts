/** Fails with a plain Error where Java's method throws. */
function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/** `Integer.parseInt` and its like: an optional sign and decimal digits, of any script. */
export function parseJavaInteger(text: string, minimum: bigint, maximum: bigint): bigint {
  const ascii = text.replace(/\p{Nd}/gu, (digit) => String(decimalDigit(digit)));
  if (!/^[+-]?\d+$/.test(ascii)) fail(text, 'integer');
  const value = BigInt(ascii.startsWith('+') ? ascii.slice(1) : ascii);
  if (value < minimum || value > maximum) fail(text, 'number of this size');
  return value;
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

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 as Jackson reads it: groups of four, padded; blanks between groups and characters are skipped. */
export function decodeBase64(text: string): Uint8Array {
  const bytes: number[] = [];
  const characters = [...text].filter((character) => character > ' ');
  if (characters.length % 4 !== 0) fail(text, 'padded base64');
  for (let i = 0; i < characters.length; i += 4) {
    const [a, b, c, d] = characters
      .slice(i, i + 4)
      .map((character) => (character === '=' ? 64 : BASE64.indexOf(character))) as [number, number, number, number];
    if (a < 0 || a > 63 || b < 0 || b > 63 || c < 0 || d < 0 || (c === 64 && d !== 64)) fail(text, 'base64');
    const group = (a << 18) | (b << 12) | ((c & 63) << 6) | (d & 63);
    bytes.push(group >> 16);
    if (c !== 64) bytes.push((group >> 8) & 255);
    if (d !== 64) bytes.push(group & 255);
  }
  return Uint8Array.from(bytes);
}
