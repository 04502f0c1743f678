import { civilFromDays, daysFromCivil, MILLIS_PER_DAY } from '@tsql/core';
import { evaluationError, quoted } from '../evaluation-error.js';

/** A piece of a Java date pattern: a field (a letter and how often it stands), or text. */
export type PatternPart =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string };

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const patterns = new Map<string, readonly PatternPart[]>();

/**
 * Reads a pattern of java.text.SimpleDateFormat or java.time.format.DateTimeFormatter; patterns are kept.
 *
 * @throws TsqlError with TSQL_RUN_EVALUATION for a letter without meaning or a quote without end
 */
export function parsePattern(pattern: string): readonly PatternPart[] {
  let parts = patterns.get(pattern);
  if (parts === undefined) {
    parts = readPattern(pattern);
    if (patterns.size > 1000) patterns.clear();
    patterns.set(pattern, parts);
  }
  return parts;
}

const TOKEN = /([a-zA-Z])\1*|'((?:[^']|'')*)'|[^a-zA-Z']+/y;

function readPattern(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const match = TOKEN.exec(pattern);
    if (match === null) throw evaluationError(quoted(pattern), 'the date pattern has a quote without end');
    const [token, letter, inner] = match;
    if (letter === undefined) parts.push({ kind: 'text', text: patternText(token, inner) });
    else if ('GyYuUMLQqwWdDFEeacHkKhmsSnNAzZXxVO'.includes(letter)) {
      parts.push({ kind: 'field', letter, count: token.length });
    } else throw evaluationError(quoted(pattern), `the date pattern has the unknown letter '${letter}'`);
  }
  return parts;
}

/** `''` is a quote, inside of quotes too. */
const patternText = (token: string, inner: string | undefined): string =>
  inner === undefined ? token : inner === '' ? "'" : inner.replaceAll("''", "'");

/** A local time to be written. */
export interface LocalTime {
  /** Since 1970-01-01 00:00:00, without zone. */
  readonly millis: number;
  readonly nanoOfMilli: number;
  /** The zone's offset, for `Z` and `X`. Milliseconds. */
  readonly offset: number;
  readonly zoneName: string;
}

/** How `S` is written: as a fraction of the second (java.time), or as a number of milliseconds (java.text). */
export type FractionStyle = 'fraction' | 'milliseconds';

/** Writes a local time as the pattern says. */
export function formatPattern(parts: readonly PatternPart[], time: LocalTime, style: FractionStyle): string {
  let text = '';
  for (const part of parts)
    text += part.kind === 'text' ? part.text : formatField(part.letter, part.count, time, style);
  return text;
}

const pad = (value: number, count: number): string =>
  value < 0 ? `-${String(-value).padStart(count, '0')}` : String(value).padStart(count, '0');

function formatField(letter: string, count: number, time: LocalTime, style: FractionStyle): string {
  const days = Math.floor(time.millis / MILLIS_PER_DAY);
  const clock = time.millis - days * MILLIS_PER_DAY;
  const hour = Math.floor(clock / 3_600_000);
  switch (letter) {
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(hour, count);
    case 'k':
      return pad(hour === 0 ? 24 : hour, count);
    case 'K':
      return pad(hour % 12, count);
    case 'h':
      return pad(hour % 12 === 0 ? 12 : hour % 12, count);
    case 'm':
      return pad(Math.floor(clock / 60_000) % 60, count);
    case 's':
      return pad(Math.floor(clock / 1000) % 60, count);
    case 'S':
      return formatFraction(clock % 1000, time.nanoOfMilli, count, style);
    case 'n':
      return pad((clock % 1000) * 1_000_000 + time.nanoOfMilli, count);
    case 'A':
      return pad(clock, count);
    case 'z':
    case 'V':
      return time.zoneName;
    case 'Z':
    case 'X':
    case 'x':
    case 'O':
      return formatOffset(letter, count, time.offset);
    default:
      return formatDateField(letter, count, days, style);
  }
}

function formatFraction(millis: number, nanoOfMilli: number, count: number, style: FractionStyle): string {
  if (style === 'milliseconds') return pad(millis, count);
  return String(millis * 1_000_000 + nanoOfMilli)
    .padStart(9, '0')
    .padEnd(count, '0')
    .slice(0, count);
}

function formatDateField(letter: string, count: number, days: number, style: FractionStyle): string {
  const { year, month, day } = civilFromDays(days);
  switch (letter) {
    case 'y':
    case 'u':
      if (letter === 'u' && style === 'milliseconds') return pad(isoDayOfWeek(days), count);
      return formatYear(year, count);
    case 'Y':
      return formatYear(weekYear(days), count);
    case 'M':
    case 'L':
      return count >= 3 ? name(MONTHS[month - 1] ?? '', count) : pad(month, count);
    case 'Q':
    case 'q':
      return count >= 3 ? `Q${Math.ceil(month / 3)}` : pad(Math.ceil(month / 3), count);
    case 'd':
      return pad(day, count);
    case 'D':
      return pad(days - daysFromCivil(year, 1, 1) + 1, count);
    case 'E':
      return name(DAYS[isoDayOfWeek(days) % 7] ?? '', count < 4 ? 3 : count);
    case 'e':
    case 'c':
      return count >= 3 ? name(DAYS[isoDayOfWeek(days) % 7] ?? '', count) : pad((isoDayOfWeek(days) % 7) + 1, count);
    case 'w':
      return pad(weekOfYear(days), count);
    case 'W':
      return pad(Math.floor((day - 1 + (isoDayOfWeek(daysFromCivil(year, month, 1)) % 7)) / 7) + 1, count);
    case 'F':
      return pad(style === 'milliseconds' ? Math.floor((day - 1) / 7) + 1 : ((day - 1) % 7) + 1, count);
    case 'G':
      return year > 0 ? 'AD' : 'BC';
    default:
      return '';
  }
}

const name = (full: string, count: number): string =>
  count === 3 ? full.slice(0, 3) : count === 5 ? full.slice(0, 1) : full;

const formatYear = (year: number, count: number): string =>
  count === 2 ? pad(((year % 100) + 100) % 100, 2) : pad(year, count);

/** Monday is 1, Sunday 7. */
export const isoDayOfWeek = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

/** Weeks begin on Sunday, the first holds January 1, as in the locale of Flink's formats. */
function weekOfYear(days: number): number {
  const start = daysFromCivil(weekYear(days), 1, 1);
  return Math.floor((days - start + (isoDayOfWeek(start) % 7)) / 7) + 1;
}

function weekYear(days: number): number {
  const { year } = civilFromDays(days);
  const next = daysFromCivil(year + 1, 1, 1);
  return days >= next - (isoDayOfWeek(next) % 7) ? year + 1 : year;
}

function formatOffset(letter: string, count: number, offset: number): string {
  if (offset === 0 && letter === 'X') return 'Z';
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const sign = offset < 0 ? '-' : '+';
  const [hour, minute] = [pad(Math.floor(minutes / 60), 2), pad(minutes % 60, 2)];
  if (letter === 'O') return offset === 0 ? 'GMT' : `GMT${sign}${hour}:${minute}`;
  if (letter === 'Z') return count === 5 ? `${sign}${hour}:${minute}` : `${sign}${hour}${minute}`;
  if (count === 1) return minute === '00' ? sign + hour : `${sign}${hour}${minute}`;
  return count === 3 || count === 5 ? `${sign}${hour}:${minute}` : `${sign}${hour}${minute}`;
}
