import { daysFromCivil, daysInMonth, MILLIS_PER_DAY, Timestamp } from '@tsql/core';
import { DAYS, MONTHS, type PatternPart, parsePattern } from './date-pattern.js';

interface StrictParser {
  readonly expression: RegExp;
  /** The letter of each group. */
  readonly letters: readonly string[];
}

const parsers = new Map<string, StrictParser>();

/**
 * Parses a text with a pattern of java.time.format.DateTimeFormatter, as TO_TIMESTAMP does: the whole text has to match,
 * fields that are missing are those of 1970-01-01 00:00:00, the fraction is cut to milliseconds. A text in JDBC's form
 * (`yyyy-M-d[ H:m:s[.f]]`) is read whatever the pattern. Undefined for other texts.
 */
export function parseWithPattern(pattern: string, text: string): Timestamp | undefined {
  let parser = parsers.get(pattern);
  if (parser === undefined) {
    parser = createParser(parsePattern(pattern));
    if (parsers.size > 1000) parsers.clear();
    parsers.set(pattern, parser);
  }
  const match = parser.expression.exec(text);
  return (match === null ? undefined : fromGroups(parser.letters, match.slice(1))) ?? parseJdbcText(text.trim());
}

const escapeText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function createParser(parts: readonly PatternPart[]): StrictParser {
  const letters: string[] = [];
  let source = '';
  for (const part of parts) {
    if (part.kind === 'text') source += escapeText(part.text);
    else {
      letters.push(part.letter);
      source += `(${fieldSource(part.letter, part.count)})`;
    }
  }
  return { expression: new RegExp(`^${source}$`), letters };
}

function fieldSource(letter: string, count: number): string {
  const digits = count === 1 ? '\\d{1,19}' : `\\d{${count}}`;
  switch (letter) {
    case 'M':
    case 'L':
      if (count < 3) return digits;
      return MONTHS.map((name) => (count === 3 ? name.slice(0, 3) : name)).join('|');
    case 'E':
      return DAYS.map((name) => (count < 4 ? name.slice(0, 3) : name)).join('|');
    case 'a':
      return 'AM|PM';
    case 'S':
      return `\\d{${count}}`;
    case 'z':
    case 'Z':
    case 'X':
    case 'x':
    case 'V':
    case 'O':
      return '[A-Za-z_/]*[+-]?[\\d:]*';
    default:
      return digits;
  }
}

function fromGroups(letters: readonly string[], groups: readonly string[]): Timestamp | undefined {
  const values = new Map(letters.map((letter, index) => [letter, groups[index] ?? '']));
  const number = (letter: string): number | undefined => {
    const text = values.get(letter);
    return text === undefined ? undefined : Number(text);
  };
  const year = yearOf(values.get('y') ?? values.get('u'));
  const month = monthOf(values.get('M') ?? values.get('L'));
  const day = number('d') ?? 1;
  const hour = hourOf(number, values.get('a'));
  const [minute, second] = [number('m') ?? 0, number('s') ?? 0];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const yearDay = number('D');
  const isWhole = values.has('M') && (values.has('y') || values.has('u'));
  if (!isWhole && day > daysInMonth(year, month)) return undefined;
  const days =
    yearDay === undefined
      ? daysFromCivil(year, month, Math.min(day, daysInMonth(year, month)))
      : daysFromCivil(year, 1, yearDay);
  const millis = Number((values.get('S') ?? '').padEnd(3, '0').slice(0, 3));
  return new Timestamp(days * MILLIS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + millis);
}

const yearOf = (text: string | undefined): number =>
  text === undefined ? 1970 : text.length === 2 ? 2000 + Number(text) : Number(text);

function monthOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^\d/.test(text) ? Number(text) : MONTHS.findIndex((name) => name.startsWith(text)) + 1;
}

/** Hours of half a day count only with AM or PM. */
function hourOf(number: (letter: string) => number | undefined, half: string | undefined): number {
  const whole = number('H') ?? number('k');
  if (whole !== undefined) return number('H') === undefined ? whole % 24 : whole;
  const hour = number('h') ?? number('K');
  return hour === undefined || half === undefined ? 0 : (hour % 12) + (half === 'PM' ? 12 : 0);
}

const JDBC_TEXT = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: +(\d{1,9}):(\d{1,9}):(\d{1,9})(?:\.(\d{1,9}))?)?$/;

/** As java.sql.Timestamp.valueOf and java.sql.Date.valueOf: days and times beyond their range count on. */
function parseJdbcText(text: string): Timestamp | undefined {
  const match = JDBC_TEXT.exec(text);
  if (match === null) return undefined;
  const [month, day] = [Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const seconds = (Number(match[4] ?? 0) * 60 + Number(match[5] ?? 0)) * 60 + Number(match[6] ?? 0);
  const nanos = Number((match[7] ?? '').padEnd(9, '0'));
  const days = daysFromCivil(Number(match[1]), month, day);
  return new Timestamp(days * MILLIS_PER_DAY + seconds * 1000 + Math.floor(nanos / 1_000_000), nanos % 1_000_000);
}
