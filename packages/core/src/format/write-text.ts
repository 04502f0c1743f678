import { civilFromDays, MILLIS_PER_DAY } from '../values/index.js';

/**
 * Numbers as texts, written to bytes without a string in between. All return the position behind, or -1, with nothing of use written,
 * where the text has a form that is not handled here. There has to be room.
 */

const ZERO = 0x30;
const MINUS = 0x2d;

/** A whole number below 2^53: at most 17 bytes. */
export function writeWhole(bytes: Uint8Array, start: number, number: number): number {
  let at = start;
  let rest = number;
  if (rest < 0) {
    bytes[at++] = MINUS;
    rest = -rest;
  }
  let digits = 1;
  for (let limit = 10; rest >= limit; limit *= 10) digits++;
  const end = at + digits;
  at = end;
  // Halves below 2^30, for the division of small whole numbers is the fast one.
  while (rest >= 1_000_000_000) {
    const high = Math.floor(rest / 100_000_000);
    let low = (rest - high * 100_000_000) | 0;
    for (let i = 0; i < 8; i++) {
      bytes[--at] = ZERO + (low % 10);
      low = (low / 10) | 0;
    }
    rest = high;
  }
  let small = rest | 0;
  do {
    bytes[--at] = ZERO + (small % 10);
    small = (small / 10) | 0;
  } while (small > 0);
  return end;
}

/**
 * A DECIMAL without trailing zeros, from its unscaled value below 2^52, as `BigDecimal.toString` or, with `isPlain`,
 * `BigDecimal.toPlainString`; -1 for exponents.
 */
export function writeDecimal(
  bytes: Uint8Array,
  start: number,
  unscaled: number,
  typeScale: number,
  isPlain: boolean,
): number {
  let rest = unscaled;
  let scale = typeScale;
  if (rest === 0) scale = 0;
  else {
    while (rest % 10 === 0) {
      rest /= 10;
      scale--;
    }
  }
  if (scale < 0) {
    if (!isPlain) return -1;
    return writeWhole(bytes, start, rest * 10 ** -scale);
  }
  if (scale === 0) return writeWhole(bytes, start, rest);
  let at = start;
  if (rest < 0) {
    bytes[at++] = MINUS;
    rest = -rest;
  }
  const end = writeWhole(bytes, at, rest);
  const digits = end - at;
  if (digits <= scale) {
    // Below 10^-6 there is an exponent.
    if (!isPlain && digits - 1 - scale < -6) return -1;
    const zeros = scale - digits;
    bytes.copyWithin(at + 2 + zeros, at, end);
    bytes.fill(ZERO, at, at + 2 + zeros);
    bytes[at + 1] = 0x2e;
    return end + 2 + zeros;
  }
  for (let i = end; i > end - scale; i--) bytes[i] = bytes[i - 1] as number;
  bytes[end - scale] = 0x2e;
  return end + 1;
}

function writeTwo(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = ZERO + ((number / 10) | 0);
  bytes[at + 1] = ZERO + (number % 10);
}

/** `yyyy-MM-dd`; -1 for years beyond 0 to 9999. */
export function writeDate(bytes: Uint8Array, at: number, days: number): number {
  const { year, month, day } = civilFromDays(days);
  if (year < 0 || year > 9999) return -1;
  writeTwo(bytes, at, (year / 100) | 0);
  writeTwo(bytes, at + 2, year % 100);
  bytes[at + 4] = MINUS;
  writeTwo(bytes, at + 5, month);
  bytes[at + 7] = MINUS;
  writeTwo(bytes, at + 8, day);
  return at + 10;
}

/** `HH:mm:ss`; -1 for what is no time of a day. */
export function writeTime(bytes: Uint8Array, at: number, millisOfDay: number): number {
  if (!(millisOfDay >= 0 && millisOfDay < MILLIS_PER_DAY)) return -1;
  const seconds = (millisOfDay / 1000) | 0;
  writeTwo(bytes, at, (seconds / 3600) | 0);
  bytes[at + 2] = 0x3a;
  writeTwo(bytes, at + 3, ((seconds / 60) | 0) % 60);
  bytes[at + 5] = 0x3a;
  writeTwo(bytes, at + 6, seconds % 60);
  return at + 8;
}

/** `yyyy-MM-dd?HH:mm:ss[.fff]` without trailing zeros, from milliseconds; -1 for years beyond 0 to 9999. */
export function writeTimestamp(bytes: Uint8Array, start: number, millis: number, separator: number): number {
  const days = Math.floor(millis / MILLIS_PER_DAY);
  let at = writeDate(bytes, start, days);
  if (at < 0) return -1;
  bytes[at] = separator;
  const millisOfDay = millis - days * MILLIS_PER_DAY;
  at = writeTime(bytes, at + 1, millisOfDay);
  let fraction = millisOfDay % 1000;
  if (fraction === 0) return at;
  bytes[at] = 0x2e;
  bytes[at + 1] = ZERO + ((fraction / 100) | 0);
  fraction %= 100;
  if (fraction === 0) return at + 2;
  bytes[at + 2] = ZERO + ((fraction / 10) | 0);
  fraction %= 10;
  if (fraction === 0) return at + 3;
  bytes[at + 3] = ZERO + fraction;
  return at + 4;
}
