import { civilFromDays, daysFromCivil, daysInMonth, MILLIS_PER_DAY } from './civil-date.js';
import { Timestamp } from './timestamp.js';

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** A DATE as `yyyy-MM-dd`; years beyond 9999 get a sign, as `LocalDate.toString` writes them. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  const text = Math.abs(year) > 9999 ? String(Math.abs(year)) : String(Math.abs(year)).padStart(4, '0');
  return `${year < 0 ? '-' : year > 9999 ? '+' : ''}${text}-${two(month)}-${two(day)}`;
}

/** A TIME as `HH:mm:ss`, with `digits` of its milliseconds. */
export function formatTime(millisOfDay: number, digits = 0): string {
  const seconds = Math.floor(millisOfDay / 1000);
  const base = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (digits === 0) return base;
  return `${base}.${String(millisOfDay % 1000)
    .padStart(3, '0')
    .padEnd(digits, '0')
    .slice(0, digits)}`;
}

/** The fraction of a timestamp's second: nine digits. */
export function fractionDigits(timestamp: Timestamp): string {
  const millis = ((timestamp.millis % 1000) + 1000) % 1000;
  return String(millis * 1_000_000 + timestamp.nanoOfMilli).padStart(9, '0');
}

/** Day and time of day of a timestamp. */
export function splitTimestamp(timestamp: Timestamp): { readonly days: number; readonly millisOfDay: number } {
  const days = Math.floor(timestamp.millis / MILLIS_PER_DAY);
  return { days, millisOfDay: timestamp.millis - days * MILLIS_PER_DAY };
}

/**
 * A timestamp as `yyyy-MM-dd HH:mm:ss[.fraction]`: with exactly `precision` digits, or, without one, as many as are not
 * trailing zeros.
 */
export function formatTimestamp(timestamp: Timestamp, precision?: number, separator = ' '): string {
  const { days, millisOfDay } = splitTimestamp(timestamp);
  const digits = fractionDigits(timestamp);
  const fraction = precision === undefined ? digits.replace(/0+$/, '') : digits.slice(0, precision);
  const base = `${formatDate(days)}${separator}${formatTime(millisOfDay)}`;
  return fraction === '' ? base : `${base}.${fraction}`;
}

/** Cuts a timestamp's fraction to `precision` digits. */
export function truncateTimestamp(timestamp: Timestamp, precision: number): Timestamp {
  if (precision >= 9) return timestamp;
  if (precision > 3) {
    const step = 10 ** (9 - precision);
    const nano = timestamp.nanoOfMilli - (timestamp.nanoOfMilli % step);
    return nano === timestamp.nanoOfMilli ? timestamp : new Timestamp(timestamp.millis, nano);
  }
  const step = 10 ** (3 - precision);
  const millis = Math.floor(timestamp.millis / step) * step;
  return millis === timestamp.millis && timestamp.nanoOfMilli === 0 ? timestamp : new Timestamp(millis);
}

const DATE_TEXT = /^([+-]?\d{1,9})-(\d{1,2})-(\d{1,2})$/;
const TIME_TEXT = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?$/;

/** Reads `yyyy-MM-dd`, also with fewer digits; undefined for a day that is none. */
export function parseDate(text: string): number | undefined {
  const match = DATE_TEXT.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCivil(year, month, day);
}

/** Reads `HH:mm:ss[.fraction]` as nanoseconds split in milliseconds and the rest. */
export function parseTimeOfDay(text: string): { readonly millis: number; readonly nanoOfMilli: number } | undefined {
  const match = TIME_TEXT.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const nanos = Number((match[4] ?? '').padEnd(9, '0').slice(0, 9));
  return {
    millis: ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nanos / 1_000_000),
    nanoOfMilli: nanos % 1_000_000,
  };
}

/** Reads `yyyy-MM-dd[ HH:mm:ss[.fraction]]`, a `T` in place of the blank. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = /^(\S+?)(?:[ T]+(\S+))?$/.exec(text);
  const days = match === null ? undefined : parseDate(match[1] ?? '');
  if (match === null || days === undefined) return undefined;
  const time = match[2] === undefined ? { millis: 0, nanoOfMilli: 0 } : parseTimeOfDay(match[2]);
  return time === undefined ? undefined : new Timestamp(days * MILLIS_PER_DAY + time.millis, time.nanoOfMilli);
}
