import { daysFromCivil, daysInMonth, MILLIS_PER_DAY, Timestamp } from '@tsql/core';
import { parseSqlDate, parseSqlTimestamp } from '../java/sql-temporal.js';
import { javaTrim } from '../java/text-values.js';

const EVENT = /^(\d{4,19}|[+-]\d{4,19})-(\d\d?)-(\d\d?)(?: (\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9}))?)?$/;
const INGESTION = /^(\d{4}|[+]\d{5,19})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})$/;

/**
 * `yyyy-MM-dd[ HH:mm:ss[.fraction]]`, its clock taken for UTC's, to milliseconds, as Flink's `DateTimeUtils.parseTimestampData`. A
 * day behind its month's end is the last one.
 */
export function parseEventTimestamp(text: string): Timestamp {
  const timestamp = smartly(EVENT.exec(text));
  if (timestamp === undefined) throw new Error(`'${text}' is no timestamp (yyyy-MM-dd HH:mm:ss.SSSSSS)`);
  return timestamp;
}

/**
 * `yyyy-MM-dd'T'HH:mm:ss.SSSSSS`, to milliseconds; as `TO_TIMESTAMP` does, other texts are read as `java.sql.Timestamp` or
 * `java.sql.Date`, with all digits, and are NULL where that fails.
 */
export function parseIngestionTimestamp(text: string): Timestamp | null {
  const timestamp = smartly(INGESTION.exec(text));
  if (timestamp !== undefined) return timestamp;
  const trimmed = javaTrim(text);
  try {
    return trimmed.includes(' ') ? parseSqlTimestamp(trimmed) : new Timestamp(parseSqlDate(trimmed) * MILLIS_PER_DAY);
  } catch {
    return null;
  }
}

function smartly(match: RegExpExecArray | null): Timestamp | undefined {
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part = '0') => Number(part)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = daysFromCivil(year, month, Math.min(day, daysInMonth(year, month)));
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return new Timestamp(days * MILLIS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + millis);
}
