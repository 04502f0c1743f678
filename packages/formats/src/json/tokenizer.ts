/** What stands at the tokenizer's position. */
export type JsonToken = '{' | '}' | '[' | ']' | 'field' | 'string' | 'number' | 'true' | 'false' | 'null' | 'end';

/** Text that is no JSON. */
export class JsonSyntaxError extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LITERALS: Readonly<Record<string, JsonToken>> = { t: 'true', f: 'false', n: 'null' };
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
 * Reads one JSON document token by token, as Jackson's streaming parser does: number text is kept, raw control characters
 * inside of strings are allowed, what follows the document is not looked at.
 */
export class JsonTokenizer {
  token: JsonToken = 'end';
  /** The token as text: of a field's name or a string without quotes and escapes, of a number as written. */
  get text(): string {
    if (this.isPending) {
      this.isPending = false;
      this.finishedText = this.readString();
    }
    return this.finishedText;
  }

  /** Behind the token; within a text that has not been looked at. */
  get position(): number {
    return this.at;
  }

  /** True within an object or array. */
  get isOpen(): boolean {
    return this.stack.length > 0;
  }

  private finishedText = '';
  /**
   * True within a string value that has not been read yet. As in Jackson, reading is tried once: where it fails, the next
   * token is looked for right behind the byte at fault.
   */
  private isPending = false;
  private at: number;
  private readonly stack: ('{' | '[')[] = [];
  private expectsValue = true;
  private isFirst = true;

  constructor(
    private readonly source: Uint8Array,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  /** Moves to the next token. */
  next(): JsonToken {
    if (this.isPending) this.skipString();
    this.skipBlanks();
    if (this.at >= this.end) {
      if (this.stack.length > 0) this.fail('the text ends within the document');
      this.token = 'end';
      return this.token;
    }
    this.token = this.stack.length === 0 || this.expectsValue ? this.readValue() : this.readNext();
    return this.token;
  }

  private readNext(): JsonToken {
    const top = this.stack[this.stack.length - 1];
    let code = this.source[this.at] as number;
    if (code === 0x7d || code === 0x5d) return this.close(code, top);
    if (!this.isFirst) {
      if (code !== 0x2c) this.fail(`found ${this.shown()}, expected a comma`);
      this.at++;
      this.skipBlanks();
      if (this.at >= this.end) this.fail('the text ends within the document');
      code = this.source[this.at] as number;
    }
    this.isFirst = false;
    if (top === '[') return this.readValue();
    if (code !== QUOTE) this.fail(`found ${this.shown()}, expected a field name in double quotes`);
    this.at++;
    this.finishedText = this.readString();
    this.skipBlanks();
    if (this.source[this.at] !== 0x3a || this.at >= this.end) this.fail(`found ${this.shown()}, expected a colon`);
    this.at++;
    this.expectsValue = true;
    return 'field';
  }

  private close(code: number, top: '{' | '[' | undefined): JsonToken {
    if (top !== (code === 0x7d ? '{' : '[')) this.fail(`found ${this.shown()} where it closes nothing`);
    this.at++;
    this.stack.pop();
    this.isFirst = false;
    this.expectsValue = false;
    this.finishedText = code === 0x7d ? '}' : ']';
    return this.finishedText as JsonToken;
  }

  private readValue(): JsonToken {
    this.expectsValue = false;
    const code = this.source[this.at] as number;
    if (code === 0x7b || code === 0x5b) {
      this.at++;
      this.stack.push(code === 0x7b ? '{' : '[');
      this.isFirst = true;
      this.finishedText = code === 0x7b ? '{' : '[';
      return this.finishedText as JsonToken;
    }
    if (code === QUOTE) {
      this.at++;
      this.isPending = true;
      return 'string';
    }
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.readNumber();
    return this.readLiteral();
  }

  private readLiteral(): JsonToken {
    const start = this.at;
    while (this.at < this.end && isWordByte(this.source[this.at] as number)) this.at++;
    const word = latin(this.source, start, this.at);
    const literal = LITERALS[word[0] ?? ''];
    if (literal !== word) {
      this.at = start;
      this.fail(`found ${word === '' ? this.shown() : `'${word}'`}, expected a value`);
    }
    this.finishedText = word;
    return literal;
  }

  private readNumber(): JsonToken {
    const start = this.at;
    if (this.source[this.at] === 0x2d) this.at++;
    const whole = this.digits();
    if (whole === 0) this.fail('a number without digits');
    if (whole > 1 && this.source[this.at - whole] === 0x30) this.fail('a number with a leading zero');
    if (this.source[this.at] === 0x2e && this.at < this.end) {
      this.at++;
      if (this.digits() === 0) this.fail('a number without digits behind its point');
    }
    if (this.at < this.end && ((this.source[this.at] as number) | 0x20) === 0x65) {
      this.at++;
      if (this.source[this.at] === 0x2b || this.source[this.at] === 0x2d) this.at++;
      if (this.digits() === 0) this.fail('a number without digits in its exponent');
    }
    if (this.at < this.end && isWordByte(this.source[this.at] as number))
      this.fail(`found ${this.shown()} behind a number`);
    this.finishedText = latin(this.source, start, this.at);
    return 'number';
  }

  private digits(): number {
    const start = this.at;
    while (this.at < this.end && (this.source[this.at] as number) >= 0x30 && (this.source[this.at] as number) <= 0x39)
      this.at++;
    return this.at - start;
  }

  private readString(): string {
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
    while (this.at < this.end) {
      const code = this.source[this.at] as number;
      if (code === QUOTE) {
        this.at++;
        return text;
      }
      if (code === BACKSLASH) text += this.readEscape();
      else if (code >= 0x80) text += textOf(this.readCharacter(code));
      else {
        const from = this.at;
        while (this.at < this.end && isPlain(this.source[this.at] as number)) this.at++;
        text += latin(this.source, from, this.at);
      }
    }
    return this.fail('a text without its closing quote');
  }

  /** To behind the closing quote; escapes and UTF-8 are checked all the same, as Jackson does. */
  private skipString(): void {
    this.isPending = false;
    while (this.at < this.end) {
      const code = this.source[this.at] as number;
      if (code === BACKSLASH) this.readEscape();
      else if (code >= 0x80) this.readCharacter(code);
      else this.at++;
      if (code === QUOTE) return;
    }
    this.fail('a text without its closing quote');
  }

  private readEscape(): string {
    const letter = String.fromCharCode(this.source[this.at + 1] ?? 0);
    this.at += 2;
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return simple;
    if (letter !== 'u') this.fail(`the escape \\${letter} does not exist`);
    let unit = 0;
    for (let digit = 0; digit < 4; digit++) {
      const value = hexValue(this.at < this.end ? (this.source[this.at] as number) : 0);
      this.at++;
      if (value < 0) this.fail('an escape \\u without four hexadecimal digits');
      unit = unit * 16 + value;
    }
    return String.fromCharCode(unit);
  }

  /**
   * One character of several bytes, as Jackson decodes it: surrogates, overlong forms and code points beyond U+10FFFF
   * pass, stray bytes do not.
   */
  private readCharacter(lead: number): number {
    this.at++;
    const size = (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
    if (size === 0) this.fail(`the byte 0x${lead.toString(16)} is no UTF-8`);
    let point = lead & (0xff >> (size + 1));
    for (let k = 1; k < size; k++) {
      const byte = this.at < this.end ? (this.source[this.at] as number) : 0;
      this.at++;
      if ((byte & 0xc0) !== 0x80) this.fail(`the byte 0x${byte.toString(16)} is no UTF-8`);
      point = (point << 6) | (byte & 0x3f);
    }
    // Two units where four bytes were read, whatever the code point, as in Jackson.
    return size === 4 ? point | FOUR_BYTES : point;
  }

  private skipBlanks(): void {
    while (this.at < this.end) {
      const code = this.source[this.at] as number;
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private shown(): string {
    return this.at >= this.end ? 'the end' : `'${latin(this.source, this.at, this.at + 1)}'`;
  }

  private fail(reason: string): never {
    throw new JsonSyntaxError(reason);
  }
}

/** Marks a code point that took four bytes. */
const FOUR_BYTES = 0x1000000;

function textOf(point: number): string {
  if ((point & FOUR_BYTES) === 0) return String.fromCharCode(point);
  const offset = (point & ~FOUR_BYTES) - 0x10000;
  return String.fromCharCode(0xd800 | (offset >> 10), 0xdc00 | (offset & 0x3ff));
}

function isPlain(code: number): boolean {
  return code < 0x80 && code !== QUOTE && code !== BACKSLASH;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function isWordByte(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x5f || code === 0x24
  );
}

function latin(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('latin1');
}
