import { isIdentifierPart, isIdentifierStart } from '../java/identifier.js';
import { isDigit, JsonText, latin, QUOTE, shown } from './text.js';

/** What stands at the tokenizer's position; `none` where a value behind a name could not be read. */
export type JsonToken =
  | '{'
  | '}'
  | '['
  | ']'
  | 'field'
  | 'string'
  | 'number'
  | 'true'
  | 'false'
  | 'null'
  | 'none'
  | 'end';

const SLASH = 0x2f;

/** Jackson looks so far for the end of a word that it does not know. */
const MAX_ERROR_TOKEN_LENGTH = 256;

/**
 * Reads one JSON document token by token, as Jackson's `UTF8StreamJsonParser` does: number text is kept, raw control
 * characters inside of strings are allowed, what follows the document is not looked at.
 *
 * Under `ignore-parse-errors` Flink goes on with a parser that failed. So each failure leaves the position, the token and the brackets
 * where Jackson leaves them: the byte at fault is mostly consumed, a name and the beginning of its value are read at once.
 */
export class JsonTokenizer extends JsonText {
  token: JsonToken = 'end';

  /** The token as text: of a field's name or a string without quotes and escapes, of a number as written. */
  get text(): string {
    if (this.token === 'field') return this.name;
    if (this.isPending) {
      this.isPending = false;
      this.finishedText = this.readText();
    }
    return this.finishedText;
  }

  /** The token for a message. A text that was not read stays so. */
  get shown(): string {
    return this.isPending ? 'a text' : `'${this.text}'`;
  }

  /** Behind the token; within a text that has not been looked at. */
  get position(): number {
    return this.at;
  }

  /** True within an object or array. */
  get isOpen(): boolean {
    return this.stack.length > 0;
  }

  private name = '';
  private finishedText = '';
  /**
   * True within a string value that has not been read yet. Reading is tried once: where it fails, the next token is looked
   * for right behind the byte at fault.
   */
  private isPending = false;
  /** What stands behind the name that is the token. */
  private valueToken: JsonToken = 'none';
  private readonly stack: ('{' | '[')[] = [];
  private isFirst = true;

  /** Moves to the next token. */
  next(): JsonToken {
    if (this.token === 'field') return this.enterValue();
    if (this.isPending) {
      this.isPending = false;
      this.skipText();
    }
    if (!this.skipBlanks()) {
      if (this.isOpen) this.fail('the text ends within the document');
      this.token = 'end';
      return this.token;
    }
    let code = this.take();
    if (code === 0x7d || code === 0x5d) return this.close(code);
    if (this.isOpen) {
      if (!this.isFirst) {
        if (code !== 0x2c) this.fail(`found ${shown(code)}, expected a comma`);
        code = this.takeBehindBlanks();
      }
      this.isFirst = false;
      if (this.stack[this.stack.length - 1] === '{') return this.enterField(code);
    }
    this.token = this.beginValue(code);
    if (this.token === '{' || this.token === '[') this.open(this.token);
    return this.token;
  }

  /** The bytes of the token, a base64 text. */
  readBase64(): Uint8Array {
    if (this.token !== 'string') this.fail(`found ${this.shown}, expected base64 text`);
    const bytes = this.readBase64Text();
    this.isPending = false;
    return bytes;
  }

  private enterValue(): JsonToken {
    this.token = this.valueToken;
    this.valueToken = 'none';
    if (this.token === '{' || this.token === '[') this.open(this.token);
    return this.token;
  }

  private open(bracket: '{' | '['): void {
    this.stack.push(bracket);
    this.isFirst = true;
    this.finishedText = bracket;
  }

  private close(code: number): JsonToken {
    const isObject = code === 0x7d;
    if (this.stack[this.stack.length - 1] !== (isObject ? '{' : '['))
      this.fail(`found ${shown(code)} where it closes nothing`);
    this.stack.pop();
    this.isFirst = false;
    this.token = isObject ? '}' : ']';
    this.finishedText = this.token;
    return this.token;
  }

  private enterField(code: number): JsonToken {
    if (code !== QUOTE) {
      this.characterOf(code);
      this.fail(`found ${shown(code)}, expected a field name in double quotes`);
    }
    this.name = this.readName();
    this.token = 'field';
    const colon = this.takeBehindBlanks();
    if (colon !== 0x3a) this.fail(`found ${shown(colon)}, expected a colon`);
    this.valueToken = this.beginValue(this.takeBehindBlanks());
    return this.token;
  }

  private beginValue(code: number): JsonToken {
    switch (code) {
      case QUOTE:
        this.isPending = true;
        return 'string';
      case 0x7b:
        return '{';
      case 0x5b:
        return '[';
      case 0x74:
        return this.readLiteral('true');
      case 0x66:
        return this.readLiteral('false');
      case 0x6e:
        return this.readLiteral('null');
      case 0x2d: {
        const first = this.takeOfDocument();
        return isDigit(first) ? this.readNumber(first, '-') : this.refuseNumber(first, '-');
      }
      default:
        return isDigit(code) ? this.readNumber(code, '') : this.refuseValue(code);
    }
  }

  private readLiteral(word: 'true' | 'false' | 'null'): JsonToken {
    this.match(word, 1);
    this.finishedText = word;
    return word;
  }

  /** A word whose first letters were read. */
  private match(word: string, from: number): void {
    for (let i = from; i < word.length; i++) {
      if (this.at >= this.end || this.source[this.at] !== word.charCodeAt(i)) this.refuseWord(word.slice(0, i));
      this.at++;
    }
    const code = this.source[this.at] as number;
    if (this.at >= this.end || code < 0x30 || code === 0x5d || code === 0x7d) return;
    if (isIdentifierPart(this.characterOf(code))) this.refuseWord(word);
  }

  private refuseValue(code: number): never {
    if (code === 0x2b) return this.refuseNumber(this.takeOfDocument(), '+');
    for (const word of ['NaN', 'Infinity']) {
      if (code !== word.charCodeAt(0)) continue;
      this.match(word, 1);
      this.fail(`found ${word}, expected a value`);
    }
    if (isIdentifierStart(code)) this.refuseWord(String.fromCharCode(code));
    return this.fail(`found ${shown(code)}, expected a value`);
  }

  /** Takes the rest of the word, and the character behind it. */
  private refuseWord(begin: string): never {
    let word = begin;
    while (this.at < this.end && word.length < MAX_ERROR_TOKEN_LENGTH) {
      const character = this.characterOf(this.take());
      if (!isIdentifierPart(character)) break;
      word += String.fromCharCode(character);
    }
    return this.fail(`found '${word}', expected a value`);
  }

  private refuseNumber(first: number, sign: '+' | '-'): never {
    if (first === 0x49) {
      const second = this.takeOfDocument();
      const word = second === 0x4e ? `${sign}INF` : second === 0x6e ? `${sign}Infinity` : undefined;
      if (word !== undefined) {
        this.match(word, 3);
        this.fail(`found ${word}, expected a value`);
      }
    }
    return this.fail(`found ${shown(first)} behind '${sign}', expected a digit`);
  }

  private readNumber(first: number, sign: string): JsonToken {
    const start = this.at - 1 - sign.length;
    if (first === 0x30 && this.at < this.end && isDigit(this.source[this.at] as number))
      this.fail('a number with a leading zero');
    this.digits();
    if (this.source[this.at] === 0x2e && this.at < this.end) {
      this.at++;
      if (this.digits() === 0) this.failBehind('a number without digits behind its point');
    }
    if (this.at < this.end && ((this.source[this.at] as number) | 0x20) === 0x65) {
      this.at++;
      if (this.source[this.at] === 0x2b || this.source[this.at] === 0x2d) this.at++;
      if (this.digits() === 0) this.failBehind('a number without digits in its exponent');
    }
    this.finishedText = latin(this.source, start, this.at);
    return 'number';
  }

  private digits(): number {
    const start = this.at;
    while (this.at < this.end && isDigit(this.source[this.at] as number)) this.at++;
    return this.at - start;
  }

  /** False at the end. */
  private skipBlanks(): boolean {
    for (; this.at < this.end; this.at++) {
      const code = this.source[this.at] as number;
      if (code > 0x20 && code !== SLASH) return true;
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
      // A control character, or what may be a comment: found before a comma is looked for.
      this.at++;
      this.fail(`found ${shown(code)}`);
    }
    return false;
  }

  private takeBehindBlanks(): number {
    this.skipBlanks();
    return this.takeOfDocument();
  }

  /** The character behind a number that is none is consumed. */
  private failBehind(reason: string): never {
    if (this.at < this.end) this.at++;
    return this.fail(reason);
  }
}
