import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  fractionDigits,
  MILLIS_PER_DAY,
  splitTimestamp,
  Timestamp,
} from '@tsql/core';

const MONTHS = [
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
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const TOKENS = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

/** Writes a timestamp by a pattern of Java's `DateTimeFormatter`. */
export function formatPattern(timestamp: Timestamp, pattern: string): string {
  const { days, millisOfDay } = splitTimestamp(timestamp);
  const { year, month, day } = civilFromDays(days);
  const hour = Math.floor(millisOfDay / 3_600_000);
  const weekday = (((days + 4) % 7) + 7) % 7;
  return pattern.replace(TOKENS, (token, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    const width = token.length;
    const number = (value: number) => String(value).padStart(width, '0');
    switch (letter) {
      case 'y':
      case 'u':
        return width === 2 ? String(year % 100).padStart(2, '0') : String(year).padStart(width, '0');
      case 'M':
      case 'L':
        return width >= 4
          ? (MONTHS[month - 1] ?? '')
          : width === 3
            ? (MONTHS[month - 1] ?? '').slice(0, 3)
            : number(month);
      case 'd':
        return number(day);
      case 'D':
        return number(days - daysFromCivil(year, 1, 1) + 1);
      case 'E':
        return width >= 4 ? (DAYS[weekday] ?? '') : (DAYS[weekday] ?? '').slice(0, 3);
      case 'H':
        return number(hour);
      case 'h':
        return number(hour % 12 || 12);
      case 'm':
        return number(Math.floor(millisOfDay / 60_000) % 60);
      case 's':
        return number(Math.floor(millisOfDay / 1000) % 60);
      case 'S':
        return fractionDigits(timestamp).slice(0, width);
      case 'a':
        return hour < 12 ? 'AM' : 'PM';
      default:
        return token;
    }
  });
}

const FIELDS: Readonly<Record<string, string>> = {
  y: 'year',
  u: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  h: 'hour',
  m: 'minute',
  s: 'second',
  S: 'fraction',
};

/**
 * Reads a text by a pattern; undefined where it does not fit. A day behind its month's end counts as the last one, as
 * Java's smart resolution does.
 */
export function parsePattern(text: string, pattern: string): Timestamp | undefined {
  const names: string[] = [];
  const source = pattern.replace(TOKENS, (token, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return escapeText(quoted === '' ? "'" : quoted);
    if (letter === undefined) return escapeText(token);
    names.push(letter === 'a' ? 'half' : (FIELDS[letter] ?? ''));
    if (letter === 'a') return '(AM|PM)';
    return letter === 'y' || letter === 'u' ? (token.length === 4 ? '(\\d{4})' : '(\\d+)') : `(\\d{${token.length}})`;
  });
  const match = new RegExp(`^${source}$`, 'i').exec(text);
  if (match === null || names.includes('')) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, name] of names.entries()) parts[name] = match[index + 1] ?? '';
  return resolveParts(parts);
}

function resolveParts(parts: Record<string, string>): Timestamp | undefined {
  const number = (name: string, fallback: number) => (parts[name] === undefined ? fallback : Number(parts[name]));
  const [year, month, day] = [number('year', 1970), number('month', 1), number('day', 1)];
  let hour = number('hour', 0);
  const [minute, second] = [number('minute', 0), number('second', 0)];
  if (parts.half !== undefined) hour = (hour % 12) + (parts.half.toUpperCase() === 'PM' ? 12 : 0);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = daysFromCivil(year, month, Math.min(day, daysInMonth(year, month)));
  const nanos = Number((parts.fraction ?? '').padEnd(9, '0').slice(0, 9));
  const millis = days * MILLIS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nanos / 1_000_000);
  return new Timestamp(millis, nanos % 1_000_000);
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
