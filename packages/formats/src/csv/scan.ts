import { dateEnd, decimalEnd, isDoubleText, timeEnd } from '@tsql/core';
import type { CsvOptions } from './options.js';

/** What generated readers call: cells of a line in bytes. A line lies between two positions; nothing is read behind its end. */

const CR = 0x0d;
const LF = 0x0a;
const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;
const ZERO = 0x30;
const HIGH_BITS = 0x80808080;
const ONES = 0x01010101;
/** Bytes that may be part of a number, a date or a time: as delimiters they would be taken for a part of the cell. */
const PART_OF_VALUE = /[0-9A-Za-z+\-.: ]/;

/** The bytes with a meaning. */
export interface Marks {
  readonly separator: number;
  readonly quote: number;
  readonly escape: number;
}

/** Undefined where they are no ASCII, or not told apart from each other and from what cells are made of. */
export function marksOf({ fieldDelimiter, quoteCharacter, escapeCharacter }: CsvOptions): Marks | undefined {
  const marks = [fieldDelimiter, quoteCharacter, escapeCharacter].filter((mark) => mark !== undefined);
  const isUsual = (mark: string) => mark > '\0' && mark < '\x80' && !/[\r\n]/.test(mark) && !PART_OF_VALUE.test(mark);
  if (new Set(marks).size < marks.length || !marks.every(isUsual)) return undefined;
  const code = (mark: string | undefined) => mark?.charCodeAt(0) ?? -1;
  return { separator: code(fieldDelimiter), quote: code(quoteCharacter), escape: code(escapeCharacter) };
}

/** Where a record's only line ends: one line end behind it is left out. */
export function lineEnd(source: Uint8Array, start: number, end: number): number {
  const last = source[end - 1];
  if (last === CR) return end - 1;
  if (last !== LF) return end;
  return end - 1 > start && source[end - 2] === CR ? end - 2 : end - 1;
}

/** Four times the byte. */
const word = (byte: number): number => Math.imul(byte, ONES);

/** Over bytes that stand for themselves, in the cell as in what Flink writes, up to the first other one or the line's end. */
export type PlainScan = (source: Uint8Array, view: DataView, start: number, end: number) => number;

/** A {@link PlainScan} over a cell without quotes (`stop`: the separator) or within quotes (`stop`: the quote). */
export function plainScan(stop: number, escaping: number): PlainScan {
  const plain = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 0x20 || byte >= 0x80 || [DOUBLE_QUOTE, BACKSLASH, stop, escaping].includes(byte) ? 0 : 1,
  );
  const [stops, escapes] = [word(stop), word(escaping < 0 ? BACKSLASH : escaping)];
  const [quotes, backslashes, blanks] = [word(DOUBLE_QUOTE), word(BACKSLASH), word(0x20)];
  return (source, view, start, end) => {
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const four = view.getInt32(at, true);
      // The lowest of the high bits that are set is that of the first such byte.
      const found =
        ((four - blanks) |
          ((four ^ stops) - ONES) |
          ((four ^ quotes) - ONES) |
          ((four ^ backslashes) - ONES) |
          ((four ^ escapes) - ONES) |
          four) &
        HIGH_BITS;
      if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >> 3);
    }
    while (at < end && plain[source[at] as number] === 1) at++;
    return at;
  };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= 0x39;

/** Behind a number as JSON writes it, without an exponent; -1 where there is none. */
function numberEnd(source: Uint8Array, start: number, end: number): number {
  let at = source[start] === 0x2d ? start + 1 : start;
  const first = at;
  while (at < end && isDigit(source[at])) at++;
  if (at === first || (at > first + 1 && source[first] === ZERO)) return -1;
  if (at < end && source[at] === 0x2e) {
    const point = at++;
    while (at < end && isDigit(source[at])) at++;
    if (at === point + 1) return -1;
  }
  return at;
}

/** Returns the position behind a cell's canonical text (see `Cell`) that makes up the whole cell but for zeros at its end; else -1. */
export type CellCheck = (source: Uint8Array, start: number, end: number) => number;

/** A whole number; the greatest of so many digits, or more digits than fit, are left to the reference. */
export function integerCheck(digits: number): CellCheck {
  return (source, start, end) => {
    const first = source[start] === 0x2d ? start + 1 : start;
    if (first >= end || end - first > digits) return -1;
    if (source[first] === ZERO) return end - start === 1 ? end : -1;
    for (let i = first; i < end; i++) if (!isDigit(source[i])) return -1;
    return end;
  };
}

export function decimalCheck(precision: number, scale: number): CellCheck {
  return (source, start, end) =>
    start < end && numberEnd(source, start, end) === end ? decimalEnd(source, start, end, precision, scale) : -1;
}

export function doubleCheck(digits: number): CellCheck {
  return (source, start, end) =>
    start < end && numberEnd(source, start, end) === end && isDoubleText(source, start, end, digits) ? end : -1;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

export function booleanCheck(source: Uint8Array, start: number, end: number): number {
  const word = source[start] === TRUE[0] ? TRUE : FALSE;
  if (end - start !== word.length) return -1;
  for (let i = 0; i < word.length; i++) if (source[start + i] !== word[i]) return -1;
  return end;
}

/** Before 1583 `java.util.Date` has another calendar. */
export function dateCheck(source: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || dateEnd(source, start) !== end) return -1;
  const at = (place: number) => (source[start + place] as number) - ZERO;
  return at(0) * 1000 + at(1) * 100 + at(2) * 10 + at(3) > 1582 ? end : -1;
}

export function timeCheck(source: Uint8Array, start: number, end: number): number {
  return end - start === 8 && timeEnd(source, start) === end ? end : -1;
}

/** `yyyy-MM-dd HH:mm:ss[.f]`, with `Z` behind it for TIMESTAMP_LTZ; the canonical text ends before zeros and `Z`. */
export function timestampCheck(hasZone: boolean): CellCheck {
  return (source, start, behind) => {
    const end = hasZone ? behind - 1 : behind;
    if (end - start < 19 || end - start === 20 || end - start > 29) return -1;
    if (hasZone && source[end] !== 0x5a) return -1;
    if (dateEnd(source, start) < 0 || source[start + 10] !== 0x20 || timeEnd(source, start + 11) < 0) return -1;
    if (end === start + 19) return end;
    if (source[start + 19] !== 0x2e) return -1;
    for (let i = start + 20; i < end; i++) if (!isDigit(source[i])) return -1;
    let last = end;
    while (source[last - 1] === ZERO) last--;
    return source[last - 1] === 0x2e ? last - 1 : last;
  };
}
