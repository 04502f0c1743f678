import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  fractionDigits,
  MILLIS_PER_DAY,
  splitTimestamp,
  Timestamp,
} from '@tsql/core';

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** A DATE as Flink casts it to text: four digits of the year. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(Math.abs(year) % 10_000).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function clockText(millisOfDay: number): string {
  const seconds = Math.floor(millisOfDay / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A TIME as Flink casts it to text: at most `precision` digits of the fraction, but no zeros behind its first. */
export function timeText(time: number, precision: number): string {
  const millisOfDay = ((time % MILLIS_PER_DAY) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
  if (precision === 0) return clockText(millisOfDay);
  const digits = String(millisOfDay % 1000)
    .padStart(3, '0')
    .slice(0, precision);
  return `${clockText(millisOfDay)}.${digits[0]}${digits.slice(1).replace(/0+$/, '')}`;
}

/** A timestamp as Flink casts it to text: `precision` digits at least, more where there are some. */
export function timestampText(timestamp: Timestamp, precision: number): string {
  const { days, millisOfDay } = splitTimestamp(timestamp);
  let end = 9;
  const digits = fractionDigits(timestamp);
  while (end > precision && digits[end - 1] === '0') end--;
  const base = `${dateText(days)} ${clockText(millisOfDay)}`;
  return end === 0 ? base : `${base}.${digits.slice(0, end)}`;
}

/** INTERVAL YEAR TO MONTH as `+2-03`. */
export function yearMonthText(months: number): string {
  const magnitude = Math.abs(months);
  return `${months < 0 ? '-' : '+'}${Math.floor(magnitude / 12)}-${two(magnitude % 12)}`;
}

/** INTERVAL DAY TO SECOND as `+1 02:03:04.000`. */
export function dayTimeText(millis: number): string {
  const magnitude = Math.abs(millis);
  const days = Math.floor(magnitude / MILLIS_PER_DAY);
  const rest = magnitude % MILLIS_PER_DAY;
  return `${millis < 0 ? '-' : '+'}${days} ${clockText(rest)}.${String(rest % 1000).padStart(3, '0')}`;
}

const DATE_PARTS = /^\s*(\d+)\s*(?:-\s*(\d+)\s*(?:-\s*(\d+)\s*)?)?$/;

/** Text to DATE: what stands behind a blank is left out, month and day may be missing. Undefined for no such day. */
export function parseDateText(text: string): number | undefined {
  const blank = text.indexOf(' ');
  const match = DATE_PARTS.exec(blank > 0 ? text.slice(0, blank) : text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  if (year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCivil(year, month, day);
}

const TIME_PARTS = /^\s*(\d+)\s*(?::\s*(\d+)\s*(?::\s*(\d+)\s*(?:\.(.*?))?)?)?(?:([+-])\s*(\d+)\s*(?::\s*(\d+)\s*)?)?$/;

/** Text to TIME, in milliseconds: `13`, `13:14`, `13:14:15.678`, with an offset behind it. Undefined for other texts. */
export function parseTimeText(text: string): number | undefined {
  const match = TIME_PARTS.exec(text);
  if (match === null) return undefined;
  const sign = match[5] === '+' ? 1 : -1;
  const hour = Number(match[1]) + sign * Number(match[6] ?? 0);
  const minute = Number(match[2] ?? 0) + sign * Number(match[7] ?? 0);
  if (Number(match[1]) > 23 || Number(match[2] ?? 0) > 59 || Number(match[3] ?? 0) > 59) return undefined;
  const fraction = (match[4] ?? '').trim().replace(/\D/g, '0');
  const rounded = Number(fraction.slice(0, 3).padEnd(3, '0')) + ((fraction[3] ?? '0') >= '5' ? 1 : 0);
  return hour * 3_600_000 + minute * 60_000 + Number(match[3] ?? 0) * 1000 + rounded;
}

const TIMESTAMP_PARTS = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9}))?)?$/;

/**
 * Text to a timestamp without zone: `yyyy-M-d[ H:m:s[.fraction]]`, cut to `precision` digits; February 30 is the month's
 * last day. Undefined for other texts.
 */
export function parseTimestampText(text: string, precision: number): Timestamp | undefined {
  const match = TIMESTAMP_PARTS.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const days = daysFromCivil(year, month, Math.min(day, daysInMonth(year, month)));
  const nanos = Number((match[7] ?? '').slice(0, precision).padEnd(9, '0'));
  const clock = ((hour * 60 + minute) * 60 + second) * 1000;
  return new Timestamp(days * MILLIS_PER_DAY + clock + Math.floor(nanos / 1_000_000), nanos % 1_000_000);
}
