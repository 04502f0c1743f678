import { daysFromCivil, daysInMonth, MILLIS_PER_DAY, Timestamp } from '@tsql/core';

export type TimestampStandard = 'SQL' | 'ISO-8601';

const YEAR = '(\\d{4}|[+-]\\d{5,10}|-\\d{4})';
const DATE = new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)$`);
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{0,9}))?$/;
const ISO_TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?$/;

function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/** A DATE, strictly as `DateTimeFormatter.ISO_LOCAL_DATE` reads it: the day has to exist. */
export function parseIsoDate(text: string): number {
  const match = DATE.exec(text) ?? fail(text, 'date (yyyy-MM-dd)');
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) fail(text, 'day of the calendar');
  return daysFromCivil(year, month, day);
}

/** A TIME as `HH:mm:ss` with up to nine digits of a fraction, in milliseconds of the day. */
export function parseSqlTime(text: string): number {
  const { millis } = timeOf(TIME.exec(text) ?? fail(text, 'time (HH:mm:ss)'), text);
  return millis >= MILLIS_PER_DAY ? 0 : millis;
}

/**
 * A TIMESTAMP in the given standard. Java resolves it smartly: a day behind its month's end is the last one, 24:00:00
 * is the next day.
 */
export function parseTimestampText(text: string, standard: TimestampStandard): Timestamp {
  const separator = standard === 'SQL' ? text.indexOf(' ') : text.search(/[Tt]/);
  if (separator < 0)
    fail(text, standard === 'SQL' ? 'timestamp (yyyy-MM-dd HH:mm:ss)' : 'timestamp (yyyy-MM-ddTHH:mm:ss)');
  const date = DATE.exec(text.slice(0, separator)) ?? fail(text, 'timestamp');
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  if (month < 1 || month > 12 || day < 1 || day > 31) fail(text, 'timestamp');
  if (standard !== 'SQL' && day > daysInMonth(year, month)) fail(text, 'day of the calendar');
  const clock = text.slice(separator + 1);
  const time = timeOf((standard === 'SQL' ? TIME : ISO_TIME).exec(clock) ?? fail(text, 'timestamp'), text);
  const days = daysFromCivil(year, month, Math.min(day, daysInMonth(year, month)));
  return new Timestamp(days * MILLIS_PER_DAY + time.millis, time.nanoOfMilli);
}

/** A TIMESTAMP_LTZ: the same with a Z behind it, which stands for UTC. Both letters have to be capitals here. */
export function parseInstantText(text: string, standard: TimestampStandard): Timestamp {
  return text.endsWith('Z') && !text.includes('t')
    ? parseTimestampText(text.slice(0, -1), standard)
    : fail(text, "instant: it does not end with 'Z'");
}

function timeOf(match: RegExpExecArray, text: string): { readonly millis: number; readonly nanoOfMilli: number } {
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const nanos = Number((match[4] ?? '').padEnd(9, '0'));
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && nanos === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59) fail(text, 'time of day');
  return {
    millis: ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nanos / 1_000_000),
    nanoOfMilli: nanos % 1_000_000,
  };
}
