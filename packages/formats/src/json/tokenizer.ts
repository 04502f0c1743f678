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
    if (this.stringStart >= 0) {
      this.finishedText = this.readString();
      this.stringStart = -1;
    }
    return this.finishedText;
  }

  private finishedText = '';
  /** Within a string value that has not been decoded yet, or whose decoding failed: where to go on; else -1. */
  private stringStart = -1;
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
    if (this.stringStart >= 0) this.skipString();
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
      this.stringStart = ++this.at;
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
    let isAscii = true;
    for (; this.at < this.end; this.at++) {
      const code = this.source[this.at] as number;
      if (code === QUOTE) {
        const text = isAscii ? latin(this.source, start, this.at) : this.decode(start, this.at);
        this.at++;
        return text;
      }
      if (code === BACKSLASH) return this.readEscaped(start);
      if (code >= 0x80) isAscii = false;
    }
    return this.fail('a text without its closing quote');
  }

  private readEscaped(start: number): string {
    let text = this.decode(start, this.at);
    while (this.at < this.end) {
      const code = this.source[this.at] as number;
      if (code === QUOTE) {
        this.at++;
        return text;
      }
      if (code === BACKSLASH) {
        text += this.readEscape();
        continue;
      }
      const from = this.at;
      while (this.at < this.end && this.source[this.at] !== QUOTE && this.source[this.at] !== BACKSLASH) this.at++;
      text += this.decode(from, this.at);
    }
    return this.fail('a text without its closing quote');
  }

  /** To behind the closing quote, without decoding: escapes are checked all the same, as Jackson does. */
  private skipString(): void {
    this.stringStart = -1;
    while (this.at < this.end) {
      const code = this.source[this.at] as number;
      if (code === BACKSLASH) this.readEscape();
      else this.at++;
      if (code === QUOTE) return;
    }
    this.fail('a text without its closing quote');
  }

  private readEscape(): string {
    const letter = String.fromCharCode(this.source[this.at + 1] ?? 0);
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const digits = latin(this.source, this.at + 2, Math.min(this.end, this.at + 6));
    if (letter !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(digits)) {
      this.at += 2;
      this.fail(`the escape \\${letter} does not exist`);
    }
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  /** UTF-8 as Jackson decodes it: surrogates, overlong forms and code points beyond U+10FFFF pass, stray bytes do not. */
  private decode(start: number, end: number): string {
    let text = '';
    for (let i = start; i < end; ) {
      const lead = this.source[i] as number;
      if (lead < 0x80) {
        const from = i;
        while (i < end && (this.source[i] as number) < 0x80) i++;
        text += latin(this.source, from, i);
        continue;
      }
      const size = (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
      if (size === 0) this.fail(`the byte 0x${lead.toString(16)} is no UTF-8`);
      let point = lead & (0xff >> (size + 1));
      for (let k = 1; k < size; k++) {
        const byte = this.source[i + k] ?? 0;
        if ((byte & 0xc0) !== 0x80 || i + k >= end) this.fail(`the byte 0x${byte.toString(16)} is no UTF-8`);
        point = (point << 6) | (byte & 0x3f);
      }
      i += size;
      text +=
        size < 4
          ? String.fromCharCode(point)
          : String.fromCharCode(0xd800 | ((point - 0x10000) >> 10), 0xdc00 | ((point - 0x10000) & 0x3ff));
    }
    return text;
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

function isWordByte(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x5f || code === 0x24
  );
}

function latin(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('latin1');
}
