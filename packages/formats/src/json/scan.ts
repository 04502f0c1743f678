import { characterEnd, PLAIN } from '@tsql/core';

export { PLAIN };

/** What generated readers call: checks of JSON values in bytes. All return the position behind, or -1 to give up. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;

/** Over the rest of a text whose bytes stand for themselves, to its closing quote. */
export function plainTextEnd(source: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    while (PLAIN[source[at] as number] === 1) at++;
    if (source[at] === QUOTE) return at;
    if (!((source[at] as number) >= 0x80)) return -1;
    at = characterEnd(source, at);
    if (at < 0) return -1;
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Over blanks. */
export function blanksEnd(source: Uint8Array, start: number): number {
  let at = start;
  for (let byte = source[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = source[at]) at++;
  return at;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= 0x39;

/** Over a number as JSON allows it. */
export function numberEnd(source: Uint8Array, start: number): number {
  let at = source[start] === 0x2d ? start + 1 : start;
  if (source[at] === ZERO) at++;
  else if (isDigit(source[at])) while (isDigit(source[at])) at++;
  else return -1;
  if (source[at] === 0x2e) {
    if (!isDigit(source[++at])) return -1;
    while (isDigit(source[at])) at++;
  }
  if (source[at] === 0x65 || source[at] === 0x45) {
    at++;
    if (source[at] === 0x2b || source[at] === 0x2d) at++;
    if (!isDigit(source[at])) return -1;
    while (isDigit(source[at])) at++;
  }
  return isWordByte(source[at]) ? -1 : at;
}

/** What may not follow a number or a literal. */
function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f || byte === 0x24 || byte >= 0x80;
}

/** Over `true`, `false` or `null`. */
export function literalEnd(source: Uint8Array, at: number): number {
  const word = source[at] === 0x74 ? 'true' : source[at] === 0x66 ? 'false' : 'null';
  for (let i = 0; i < word.length; i++) if (source[at + i] !== word.charCodeAt(i)) return -1;
  return isWordByte(source[at + word.length]) ? -1 : at + word.length;
}

/** Over the rest of a text that nobody reads, to behind its closing quote: escapes and UTF-8 are checked as the tokenizer does. */
function skippedTextEnd(source: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    while (PLAIN[source[at] as number] === 1) at++;
    const byte = source[at];
    if (byte === undefined) return -1;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at = escapeEnd(source, at);
    else if (byte >= 0x80) at = skippedCharacterEnd(source, at);
    else at++;
    if (at < 0) return -1;
  }
}

/** The letters of escapes: `"`, `\\`, `/`, b, f, n, r, t. */
const ESCAPES: ReadonlySet<number | undefined> = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);

function escapeEnd(source: Uint8Array, at: number): number {
  if (source[at + 1] !== 0x75) return ESCAPES.has(source[at + 1]) ? at + 2 : -1;
  for (let i = at + 2; i < at + 6; i++) {
    const letter = (source[i] ?? 0) | 0x20;
    if (!isDigit(source[i]) && !(letter >= 0x61 && letter <= 0x66)) return -1;
  }
  return at + 6;
}

/** Surrogates and overlong forms pass, as with Jackson. */
function skippedCharacterEnd(source: Uint8Array, at: number): number {
  const lead = source[at] as number;
  const size = (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
  for (let i = 1; i < size; i++) if (!isContinuation(source[at + i])) return -1;
  return size === 0 ? -1 : at + size;
}

/** How deep values that are skipped may be nested before the reference reads them. */
const MAX_DEPTH = 64;

/** Over any value that nobody reads. */
export function valueEnd(source: Uint8Array, start: number, depth = 0): number {
  const byte = source[start];
  if (byte === QUOTE) return skippedTextEnd(source, start + 1);
  if (byte === 0x7b || byte === 0x5b) return depth < MAX_DEPTH ? membersEnd(source, start, depth) : -1;
  return byte === 0x2d || isDigit(byte) ? numberEnd(source, start) : literalEnd(source, start);
}

function membersEnd(source: Uint8Array, start: number, depth: number): number {
  const isObject = source[start] === 0x7b;
  const closing = isObject ? 0x7d : 0x5d;
  let at = blanksEnd(source, start + 1);
  if (source[at] === closing) return at + 1;
  for (;;) {
    if (isObject) {
      if (source[at] !== QUOTE) return -1;
      at = skippedTextEnd(source, at + 1);
      if (at < 0) return -1;
      at = blanksEnd(source, at);
      if (source[at] !== 0x3a) return -1;
      at = blanksEnd(source, at + 1);
    }
    at = valueEnd(source, at, depth + 1);
    if (at < 0) return -1;
    at = blanksEnd(source, at);
    if (source[at] === closing) return at + 1;
    if (source[at] !== 0x2c) return -1;
    at = blanksEnd(source, at + 1);
  }
}
