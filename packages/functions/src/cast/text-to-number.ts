import { fitDecimal, parseDecimal } from '@tsql/core';

/** Text to an integer of `bits` bits: blanks around it are left out, digits behind a point are cut off. */
export function parseInteger(text: string, bits: number): bigint | undefined {
  const match = /^ *([+-]?)(\d*)(\.\d*)? *$/.exec(text);
  if (match === null || (match[2] === '' && match[3] === undefined)) return undefined;
  const magnitude = BigInt(match[2] || '0');
  const value = match[1] === '-' ? -magnitude : magnitude;
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

const DOUBLE_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;
const HEX_DOUBLE_TEXT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

/** Text to DOUBLE as Java's `Double.parseDouble`: NaN, Infinity, a trailing f or d and hexadecimal forms too. */
export function parseDouble(text: string): number | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Java trims every character up to the blank
  const trimmed = text.replace(/^[\u0000- ]+|[\u0000- ]+$/g, '');
  if (DOUBLE_TEXT.test(trimmed)) return Number(trimmed.replace(/[fFdD]$/, ''));
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed);
  if (special !== null) return special[2] === 'NaN' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  const hex = HEX_DOUBLE_TEXT.exec(trimmed);
  if (hex === null || `${hex[2]}${hex[3]}` === '') return undefined;
  const digits = Number.parseInt(`0${hex[2]}${hex[3]}`, 16);
  const value = digits * 2 ** (Number(hex[4]) - 4 * (hex[3] ?? '').length);
  return hex[1] === '-' ? -value : value;
}

const LONG_DIGITS = 18;

/** Text to DECIMAL(precision, scale), rounded half up, as an unscaled value. */
export function parseDecimalText(text: string, precision: number, scale: number): bigint | undefined {
  if (precision > LONG_DIGITS || Buffer.byteLength(text) > LONG_DIGITS) {
    const parsed = parseDecimal(text.replace(/^[ \n\t]+|[ \n\t]+$/g, ''));
    return parsed === undefined ? undefined : (fitDecimal(parsed, precision, scale) ?? undefined);
  }
  return parseShortDecimal(text, precision, scale);
}

const SHORT_DECIMAL = /^[ \n\t]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE](?:([+-]?)(\d+))?)?([\s\S])?[ \n\t]*$/;

/**
 * Flink reads short texts itself: one stray character behind the number passes unnoticed ('12x' is 12, 'y' is 0), and
 * digits are counted before rounding, so that '9.9995' becomes 10.000 even as DECIMAL(4, 3).
 */
function parseShortDecimal(text: string, precision: number, scale: number): bigint | undefined {
  const match = SHORT_DECIMAL.exec(text);
  if (match === null || /^[ \n\t]*[+-]?$/.test(text)) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentSign = '', exponentDigits = '0', stray = ''] = match;
  if (stray === '.' && text.includes('.', text.indexOf('.') + 1)) return undefined;
  const digits = whole + fraction;
  const exponent = (exponentSign === '-' ? -1 : 1) * Math.min(Number(exponentDigits), 400);
  const shift = exponent - fraction.length + scale;
  if (digits.length + shift > precision) return undefined;
  const magnitude = BigInt(digits === '' ? '0' : digits);
  const scaled = shift >= 0 ? magnitude * 10n ** BigInt(shift) : roundedQuotient(magnitude, 10n ** BigInt(-shift));
  return sign === '-' ? -scaled : scaled;
}

const roundedQuotient = (magnitude: bigint, divisor: bigint): bigint => (magnitude + divisor / 2n) / divisor;
