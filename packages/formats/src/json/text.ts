import { decodeSextet, PADDING } from '../java/base64.js';

/** Text that is no JSON. */
export class JsonSyntaxError extends Error {}

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * A place in a JSON document, and the texts that begin there, as Jackson's `UTF8StreamJsonParser` reads them: a failure
 * leaves the place where Jackson leaves it.
 */
export abstract class JsonText {
  protected at: number;

  constructor(
    protected readonly source: Uint8Array,
    start: number,
    protected readonly end: number,
  ) {
    this.at = start;
  }

  /** A string value behind its first quote, to behind its last. */
  protected readText(): string {
    const start = this.at;
    for (; this.at < this.end; this.at++) {
      const code = this.source[this.at] as number;
      if (code === QUOTE) return latin(this.source, start, this.at++);
      if (code === BACKSLASH || code >= 0x80) return this.readRest(latin(this.source, start, this.at));
    }
    return this.fail('a text without its closing quote');
  }

  /** Goes on character by character, from the first that is no plain ASCII. */
  private readRest(begin: string): string {
    let text = begin;
    for (;;) {
      const from = this.at;
      while (this.at < this.end && isPlain(this.source[this.at] as number)) this.at++;
      if (this.at > from) text += latin(this.source, from, this.at);
      const code = this.takeOfString();
      if (code === QUOTE) return text;
      text += code === BACKSLASH ? this.readEscape() : textOf(this.readCharacter(code));
    }
  }

  /** To behind the closing quote; escapes and UTF-8 are checked all the same. */
  protected skipText(): void {
    for (;;) {
      const code = this.takeOfString();
      if (code === QUOTE) return;
      if (code === BACKSLASH) this.readEscape();
      else if (code >= 0x80) this.readCharacter(code);
    }
  }

  /** What stands behind a backslash. */
  private readEscape(): string {
    const code = this.takeOfString();
    const letter = String.fromCharCode(code);
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return simple;
    if (letter !== 'u') {
      this.characterOf(code);
      this.fail(`the escape \\${letter} does not exist`);
    }
    let unit = 0;
    for (let digit = 0; digit < 4; digit++) {
      const value = hexValue(this.takeOfString());
      if (value < 0) this.fail('an escape \\u without four hexadecimal digits');
      unit = unit * 16 + value;
    }
    return String.fromCharCode(unit);
  }

  /** Six bits of base64, or {@link PADDING} for the third and the fourth of a group; below 0 for an escaped blank between groups. */
  private sextet(code: number, index: number): number {
    const bits = decodeSextet(code);
    if (bits !== undefined) {
      if (bits !== PADDING || index >= 2) return bits;
    } else if (code === QUOTE && index >= 2) {
      this.at--;
      this.fail('base64 without its padding');
    } else if (code === BACKSLASH) {
      const escaped = this.readEscape().charCodeAt(0);
      if (escaped <= 0x20 && index === 0) return -1;
      const bits = decodeSextet(escaped);
      // Jackson's value of padding, which it skips as a first character and takes for bits as a second.
      if (bits !== undefined) return bits === PADDING && index < 2 ? -2 : bits;
    }
    return this.fail(`found ${shown(code)}, which is no base64`);
  }

  /**
   * One character of several bytes whose first was read, as Jackson decodes it: surrogates, overlong forms and code points
   * beyond U+10FFFF pass, stray bytes do not.
   */
  protected readCharacter(lead: number): number {
    const size = (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
    if (size === 0) this.fail(`the byte 0x${lead.toString(16)} is no UTF-8`);
    let point = lead & (0xff >> (size + 1));
    for (let k = 1; k < size; k++) {
      const byte = this.takeOfDocument();
      if ((byte & 0xc0) !== 0x80) this.fail(`the byte 0x${byte.toString(16)} is no UTF-8`);
      point = (point << 6) | (byte & 0x3f);
    }
    // Two units where four bytes were read, whatever the code point, as in Jackson.
    return size === 4 ? point | FOUR_BYTES : point;
  }

  /** The character that a byte begins: its other bytes are taken. */
  protected characterOf(code: number): number {
    return code < 0x80 ? code : this.readCharacter(code) & 0xffff;
  }

  /** A field's name behind its first quote, to behind its last: only then its bytes are looked at. */
  protected readName(): string {
    const parts: string[] = [];
    let start = this.at;
    let broken: unknown;
    const flush = (end: number) => {
      if (end === start) return;
      try {
        parts.push(new NamePart(this.source, start, end).read());
      } catch (error) {
        broken ??= error;
      }
    };
    for (;;) {
      if (this.at >= this.end) this.fail('the text ends within a field name');
      const code = this.source[this.at] as number;
      if (code === QUOTE || code === BACKSLASH) flush(this.at);
      this.at++;
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        parts.push(this.readEscape());
        start = this.at;
      }
    }
    if (broken !== undefined) throw broken;
    return parts.length === 1 ? (parts[0] as string) : parts.join('');
  }

  /**
   * The bytes of a base64 text, as Jackson's `Base64Variants.MIME_NO_LINEFEEDS` reads them: groups of four, each padded where it is
   * short; blanks may stand between groups only.
   */
  protected readBase64Text(): Uint8Array {
    const quote = this.source.indexOf(QUOTE, this.at);
    const bytes = new Uint8Array(((Math.min(quote < 0 ? this.end : quote, this.end) - this.at) / 4 + 1) * 3);
    let length = 0;
    for (;;) {
      const code = this.takeOfString();
      if (code <= 0x20) continue;
      if (code === QUOTE) break;
      const a = this.sextet(code, 0);
      if (a < 0) continue;
      const b = this.sextet(this.takeOfString(), 1);
      const c = this.sextet(this.takeOfString(), 2);
      const d = this.sextet(this.takeOfString(), 3);
      if (c === PADDING && d !== PADDING) this.fail("a padding of base64 without its second '='");
      bytes[length++] = (a << 2) | (b >> 4);
      if (c !== PADDING) bytes[length++] = (b << 4) | (c >> 2);
      if (d !== PADDING) bytes[length++] = (c << 6) | d;
    }
    return bytes.slice(0, length);
  }

  protected takeOfDocument(): number {
    return this.at < this.end ? this.take() : this.fail('the text ends within the document');
  }

  protected takeOfString(): number {
    return this.at < this.end ? this.take() : this.fail('a text without its closing quote');
  }

  protected take(): number {
    return this.source[this.at++] as number;
  }

  protected fail(reason: string): never {
    throw new JsonSyntaxError(reason);
  }
}

/** Bytes of a name between its escapes. */
class NamePart extends JsonText {
  read(): string {
    const start = this.at;
    while (this.at < this.end && (this.source[this.at] as number) < 0x80) this.at++;
    let text = latin(this.source, start, this.at);
    while (this.at < this.end) {
      const code = this.take();
      text += code >= 0x80 ? textOf(this.readCharacter(code)) : String.fromCharCode(code);
    }
    return text;
  }
}

/** Marks a code point that took four bytes. */
const FOUR_BYTES = 0x1000000;

function textOf(point: number): string {
  if ((point & FOUR_BYTES) === 0) return String.fromCharCode(point);
  const offset = (point & ~FOUR_BYTES) - 0x10000;
  return String.fromCharCode(0xd800 | (offset >> 10), 0xdc00 | (offset & 0x3ff));
}

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function isPlain(code: number): boolean {
  return code < 0x80 && code !== QUOTE && code !== BACKSLASH;
}

function hexValue(code: number): number {
  if (isDigit(code)) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

export const shown = (code: number): string => `'${String.fromCharCode(code)}'`;

export function latin(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('latin1');
}
