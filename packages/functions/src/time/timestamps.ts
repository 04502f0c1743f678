import { MILLIS_PER_DAY, Timestamp } from '@tsql/core';

/** The timestamp at other milliseconds, its nanoseconds kept. */
export function shiftTimestamp(timestamp: Timestamp, millis: number): Timestamp {
  return millis === timestamp.millis ? timestamp : new Timestamp(millis, timestamp.nanoOfMilli);
}

/**
 * Cuts a timestamp to `precision` digits as Flink's `DateTimeUtils.truncate`: toward 1970, and fractions of a second
 * whose number of nanoseconds has no more digits than `precision` stay.
 */
export function truncateToPrecision(timestamp: Timestamp, precision: number): Timestamp {
  const nanoOfSecond = (((timestamp.millis % 1000) + 1000) % 1000) * 1_000_000 + timestamp.nanoOfMilli;
  if (String(nanoOfSecond).length <= precision) return timestamp;
  if (precision <= 3) return new Timestamp(cutDigits(timestamp.millis, 3 - precision));
  return new Timestamp(timestamp.millis, cutDigits(timestamp.nanoOfMilli, 9 - precision));
}

function cutDigits(value: number, digits: number): number {
  const step = 10 ** digits;
  return Math.trunc(value / step) * step + 0;
}

/**
 * The DATE of a TIMESTAMP as Flink's cast gives it: division rounds toward 1970 and every day before takes one off, so
 * that 1969-12-31 23:00 is 1970-01-01.
 */
export function dateOfTimestamp(millis: number): number {
  const days = Math.trunc(millis / MILLIS_PER_DAY);
  return days < 0 ? days - 1 : days + 0;
}

/** The TIME of a TIMESTAMP, in milliseconds; less than a second before 1970 is midnight, as Flink's cast shows it. */
export function timeOfTimestamp(millis: number): number {
  const time = millis % MILLIS_PER_DAY;
  return time < 0 ? (time > -1000 ? 0 : time + MILLIS_PER_DAY) : time;
}

/** The day (since 1970-01-01) of a local time in milliseconds. */
export const dayOf = (millis: number): number => Math.floor(millis / MILLIS_PER_DAY);
