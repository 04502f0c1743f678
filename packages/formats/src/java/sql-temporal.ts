import { daysFromCivil, daysInMonth, MILLIS_PER_DAY, Timestamp } from '@tsql/core';
import { parseJavaInteger } from './number-text.js';

/** The calendar of `java.util.Date` is Julian up to 1582-10-04; the ten days behind it count as the ten behind the gap. */
const CUTOVER_YEAR = 1582;
const GAP_START = daysFromCivil(CUTOVER_YEAR, 10, 5);
const GAP_END = daysFromCivil(CUTOVER_YEAR, 10, 15);
const TIME_OF_DAY = /^(\d{1,9}):(\d{1,9}):(\d{1,9})(?:\.(\d{1,9}))?$/;

function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/**
 * A DATE as `java.sql.Date.valueOf` reads it: four characters of a year, one or two of month and day, which may have a sign; a
 * day behind the month's end counts on. Days since 1970-01-01.
 */
export function parseSqlDate(text: string): number {
  const first = text.indexOf('-');
  const second = text.indexOf('-', first + 1);
  const isShaped = first === 4 && second > 5 && second <= 7 && text.length > second + 1 && text.length <= second + 3;
  if (!isShaped) fail(text, 'date (yyyy-MM-dd)');
  const part = (start: number, end: number) => Number(parseJavaInteger(text.slice(start, end), -9999n, 9999n));
  const [year, month, day] = [part(0, first), part(first + 1, second), part(second + 1, text.length)];
  if (month < 1 || month > 12 || day < 1 || day > 31) fail(text, 'day of the calendar');
  const days = daysFromCivil(year, month, 1) + day - 1;
  if (days >= GAP_START && days < GAP_END) return days + (GAP_END - GAP_START);
  return year < CUTOVER_YEAR ? julianDay(text, year, month, day) : days;
}

/** The Julian day's year, month and day taken for Gregorian ones: a 29 February that only the former has fails. The year 0 is 1. */
function julianDay(text: string, year: number, month: number, day: number): number {
  const length = month === 2 ? (year % 4 === 0 ? 29 : 28) : daysInMonth(year, month);
  const shown = year === 0 ? 1 : year;
  if (day > length) return daysFromCivil(shown, month + 1, day - length);
  if (day > daysInMonth(shown, month)) fail(text, 'day of the calendar');
  return daysFromCivil(shown, month, day);
}

/**
 * A TIMESTAMP as `java.sql.Timestamp.valueOf` reads it: a date as above, a blank, and a time of day whose parts may be greater than a
 * clock's, which counts on.
 */
export function parseSqlTimestamp(text: string): Timestamp {
  const blank = text.indexOf(' ');
  const match = TIME_OF_DAY.exec(text.slice(blank + 1));
  if (blank < 0 || match === null) return fail(text, 'timestamp (yyyy-MM-dd HH:mm:ss)');
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const nanos = Number((match[4] ?? '').padEnd(9, '0'));
  const millis = ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nanos / 1_000_000);
  return new Timestamp(parseSqlDate(text.slice(0, blank)) * MILLIS_PER_DAY + millis, nanos % 1_000_000);
}
