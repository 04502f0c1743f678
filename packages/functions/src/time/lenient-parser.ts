import { civilFromDays, daysFromCivil, MILLIS_PER_DAY } from '@tsql/core';
import { DAYS, MONTHS, type PatternPart } from './date-pattern.js';
import type { TimeZone } from './time-zone.js';

interface Fields {
  year: number;
  month: number;
  day: number;
  dayOfYear?: number;
  hour: number;
  hour12?: number;
  isAfternoon: boolean;
  minute: number;
  second: number;
  milli: number;
  /** Given in the text itself. Milliseconds. */
  offset?: number;
}

/**
 * Parses a text as java.text.SimpleDateFormat does: values beyond their range count on, what stands behind the pattern's
 * end is left out. Milliseconds since the epoch; undefined where the text does not match.
 */
export function parseLeniently(
  parts: readonly PatternPart[],
  text: string,
  zone: TimeZone,
  now: number,
): number | undefined {
  const fields: Fields = { year: 1970, month: 1, day: 1, hour: 0, isAfternoon: false, minute: 0, second: 0, milli: 0 };
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      const end = matchText(part.text, text, at);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    while (text[at] === ' ' || text[at] === '\t') at++;
    const next = parts[index + 1];
    const isAdjacent = next?.kind === 'field' && isNumericField(next.letter, next.count);
    const end = parseField(part, text, at, isAdjacent, fields, now);
    if (end === undefined) return undefined;
    at = end;
  }
  return toMillis(fields, zone);
}

function matchText(expected: string, text: string, start: number): number | undefined {
  return text.startsWith(expected, start) ? start + expected.length : undefined;
}

const isNumericField = (letter: string, count: number): boolean =>
  'yYuHkKhmsSdDFwW'.includes(letter) || ('ML'.includes(letter) && count < 3);

function parseField(
  { letter, count }: { readonly letter: string; readonly count: number },
  text: string,
  at: number,
  isAdjacent: boolean,
  fields: Fields,
  now: number,
): number | undefined {
  if (!isNumericField(letter, count)) return parseName(letter, text, at, fields);
  const digits = /^-?\d+/.exec(text.slice(at, isAdjacent ? at + count : undefined))?.[0];
  if (digits === undefined) return undefined;
  setNumber(letter, Number(digits), digits.length, count, fields, now);
  return at + digits.length;
}

function setNumber(letter: string, value: number, width: number, count: number, fields: Fields, now: number): void {
  switch (letter) {
    case 'y':
    case 'Y':
      fields.year = count <= 2 && width === 2 ? pivotYear(value, now) : value;
      break;
    case 'M':
    case 'L':
      fields.month = value;
      break;
    case 'd':
      fields.day = value;
      break;
    case 'D':
      fields.dayOfYear = value;
      break;
    case 'H':
      fields.hour = value;
      break;
    case 'k':
      fields.hour = value === 24 ? 0 : value;
      break;
    case 'K':
      fields.hour12 = value;
      break;
    case 'h':
      fields.hour12 = value === 12 ? 0 : value;
      break;
    case 'm':
      fields.minute = value;
      break;
    case 's':
      fields.second = value;
      break;
    case 'S':
      fields.milli = value;
      break;
    default:
  }
}

/** Two digits of a year lie within 80 years before and 20 years after now. */
function pivotYear(value: number, now: number): number {
  const start = civilFromDays(Math.floor(now / MILLIS_PER_DAY)).year - 80;
  const year = Math.floor(start / 100) * 100 + value;
  return year < start ? year + 100 : year;
}

function parseName(letter: string, text: string, at: number, fields: Fields): number | undefined {
  const rest = text.slice(at).toLowerCase();
  if (letter === 'M' || letter === 'L') {
    const found = findName(MONTHS, rest);
    if (found === undefined) return undefined;
    fields.month = found.index + 1;
    return at + found.length;
  }
  if (letter === 'E') {
    const found = findName(DAYS, rest);
    return found === undefined ? undefined : at + found.length;
  }
  if (letter === 'a') {
    if (!/^[ap]m/.test(rest)) return undefined;
    fields.isAfternoon = rest.startsWith('p');
    return at + 2;
  }
  return parseOffset(text, at, fields);
}

function findName(
  names: readonly string[],
  rest: string,
): { readonly index: number; readonly length: number } | undefined {
  for (const [index, full] of names.entries()) {
    if (rest.startsWith(full.toLowerCase())) return { index, length: full.length };
  }
  const index = names.findIndex((full) => rest.startsWith(full.slice(0, 3).toLowerCase()));
  return index < 0 ? undefined : { index, length: 3 };
}

function parseOffset(text: string, at: number, fields: Fields): number | undefined {
  const match = /^(?:(Z|UTC|GMT)|(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?)/.exec(text.slice(at));
  if (match === null) return undefined;
  const minutes = Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  fields.offset = (match[2] === '-' ? -60_000 : 60_000) * minutes;
  return at + match[0].length;
}

function toMillis(fields: Fields, zone: TimeZone): number {
  const months = fields.year * 12 + fields.month - 1;
  const year = Math.floor(months / 12);
  const days =
    fields.dayOfYear === undefined
      ? daysFromCivil(year, months - year * 12 + 1, 1) + fields.day - 1
      : daysFromCivil(fields.year, 1, 1) + fields.dayOfYear - 1;
  const hour = fields.hour12 === undefined ? fields.hour : fields.hour12 + (fields.isAfternoon ? 12 : 0);
  const local = days * MILLIS_PER_DAY + ((hour * 60 + fields.minute) * 60 + fields.second) * 1000 + fields.milli;
  return fields.offset === undefined ? calendarInstant(zone, local) : local - fields.offset;
}

/** As java.util.GregorianCalendar: in an overlap the later offset holds, in a gap the earlier one. */
function calendarInstant(zone: TimeZone, local: number): number {
  const before = zone.offsetAt(local - MILLIS_PER_DAY);
  const after = zone.offsetAt(local + MILLIS_PER_DAY);
  return before !== after && zone.offsetAt(local - after) === after ? local - after : local - before;
}
