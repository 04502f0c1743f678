import { type Diagnostic, diagnostic, type SourcePosition, type SourceSpan } from '@tsql/core';
import type { TokenType } from 'chevrotain';
import type { SqlToken } from './sql-token.js';
import * as T from './token-types.js';

/** What the lexer makes of a text. */
export interface Tokens {
  readonly tokens: readonly SqlToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What an unclosed name is called in its diagnostic. */
export const UNCLOSED_NAME = 'the name in backticks';

const LETTER =
  '$A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u3040-\\u318f\\u3300-\\u337f\\u3400-\\u3d2d\\u4e00-\\u9fff\\uf900-\\ufaff';
const WORD = new RegExp(`[${LETTER}][${LETTER}0-9]*`, 'y');
const SPACE = /(?:[ \t\r\n\f]+|(?:--|\/\/)[^\n\r]*)+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const CHARACTER_STRING = /(?:[uU]&|_[A-Za-z0-9][A-Za-z0-9:._-]*|[nN])?'(?:[^']|'')*'/y;
const BINARY_STRING = /[xX]'(?:[^']|'')*'/y;
const QUOTED_NAME = /`(?:[^`\n\r]|``)+`/y;
const UNTERMINATED_NAME = /``(?!`)|`[^`\s;,()]*/y;
const DOUBLE_QUOTED = /"(?:[^"\n\r]|"")*"?/y;
const PUNCTUATION = /\|\||<>|<=|>=|=>|!=|[()[\]{},.;:*+\-/%|^?=<>]/y;

/** Cuts a text into tokens. Blanks and comments are dropped; what cannot be a token is reported and skipped. */
export function tokenize(text: string, file: string): Tokens {
  return new Tokenizer(text, file).run();
}

/** One pass over a text. */
class Tokenizer {
  private readonly tokens: SqlToken[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private nextNewline: number;
  private inHint = false;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.nextNewline = text.indexOf('\n');
  }

  run(): Tokens {
    while (this.at < this.text.length) this.step();
    return { tokens: this.tokens, diagnostics: this.diagnostics };
  }

  /** Takes the next token, or what is dropped. The first character tells what it can be. */
  private step(): void {
    const code = this.text.charCodeAt(this.at);
    if (isBlank(code)) this.skip(SPACE);
    else if (isDigit(code)) this.take(T.Numeric, NUMBER);
    else if (code === SLASH || code === MINUS) this.commentOrOperator();
    else if (code === STAR && this.inHint && this.text.startsWith('*/', this.at)) this.hintEnd();
    else if (!this.quoted(code) && !this.word() && !this.take(T.Numeric, NUMBER) && !this.punctuation()) this.unknown();
  }

  private commentOrOperator(): void {
    if (this.skip(SPACE)) return;
    if (this.text.startsWith('/*', this.at)) this.comment();
    else this.punctuation();
  }

  private hintEnd(): void {
    this.inHint = false;
    this.push(T.HintEnd, 2);
  }

  private comment(): void {
    if (this.text.startsWith('/*+', this.at)) {
      this.inHint = true;
      this.push(T.HintBegin, 3);
      return;
    }
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0) this.unterminated('the comment', this.position(), 2);
    this.advance((end < 0 ? this.text.length : end + 2) - this.at);
  }

  /** Texts and names in quotes, and texts with a prefix. */
  private quoted(code: number): boolean {
    switch (code) {
      case QUOTE:
        return this.take(T.CharacterString, CHARACTER_STRING) || this.unterminatedText();
      case BACKTICK:
        return this.take(T.QuotedName, QUOTED_NAME) || this.unterminatedName();
      case DOUBLE_QUOTE:
        return this.doubleQuoted();
      default:
        return (
          PREFIXES.has(code) &&
          (this.take(T.CharacterString, CHARACTER_STRING) || this.take(T.BinaryString, BINARY_STRING))
        );
    }
  }

  private doubleQuoted(): true {
    const { span } = this.push(T.DoubleQuoted, lengthOf(DOUBLE_QUOTED, this.text, this.at));
    this.report(diagnostic('TSQL_PARSE_CHARACTER', { found: '"' }, { span, hint: HINTS['"'] }));
    return true;
  }

  private word(): boolean {
    const length = lengthOf(WORD, this.text, this.at);
    if (length === 0) return false;
    const image = this.text.slice(this.at, this.at + length);
    this.push(image === '$' ? T.Dollar : T.typeOfWord(image), length);
    return true;
  }

  private punctuation(): boolean {
    const length = lengthOf(PUNCTUATION, this.text, this.at);
    if (length === 0) return false;
    const image = this.text.slice(this.at, this.at + length);
    const { span } = this.push(T.PUNCTUATION.get(image) ?? T.NotEqual, length);
    if (image === '!=') {
      const suggestions = [{ title: 'write <>', span, text: '<>' }];
      this.report(diagnostic('TSQL_PARSE_CHARACTER', { found: image }, { span, hint: HINTS[image], suggestions }));
    }
    return true;
  }

  private unknown(): void {
    const found = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    const start = this.position();
    this.advance(found.length);
    this.report(diagnostic('TSQL_PARSE_CHARACTER', { found }, { span: this.spanFrom(start) }));
  }

  /** A text that is not closed swallows the rest: nothing behind it can be told apart. */
  private unterminatedText(): true {
    const { start } = this.push(T.CharacterString, this.text.length - this.at).span;
    this.unterminated('the text', start, 1);
    return true;
  }

  /** A quoted name that is not closed ends where a plain one would. */
  private unterminatedName(): true {
    const { image, span } = this.push(T.QuotedName, lengthOf(UNTERMINATED_NAME, this.text, this.at));
    const what = image === '``' ? 'an empty name in backticks' : UNCLOSED_NAME;
    this.report(diagnostic('TSQL_PARSE_UNTERMINATED', { what }, { span }));
    return true;
  }

  /** Reports what was opened at a place by that many characters. */
  private unterminated(what: string, start: SourcePosition, opening: number): void {
    const end = { offset: start.offset + opening, line: start.line, column: start.column + opening };
    this.report(diagnostic('TSQL_PARSE_UNTERMINATED', { what }, { span: { file: this.file, start, end } }));
  }

  private take(type: TokenType, pattern: RegExp): boolean {
    const length = lengthOf(pattern, this.text, this.at);
    if (length > 0) this.push(type, length);
    return length > 0;
  }

  private skip(pattern: RegExp): boolean {
    const length = lengthOf(pattern, this.text, this.at);
    this.advance(length);
    return length > 0;
  }

  private push(type: TokenType, length: number): SqlToken {
    const start = this.position();
    const image = this.text.slice(this.at, this.at + length);
    this.advance(length);
    const token: SqlToken = {
      image,
      startOffset: start.offset,
      endOffset: this.at - 1,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx ?? 0,
      span: this.spanFrom(start),
      index: 0,
    };
    this.tokens.push(token);
    return token;
  }

  private advance(length: number): void {
    this.at += length;
    while (this.nextNewline >= 0 && this.nextNewline < this.at) {
      this.line++;
      this.lineStart = this.nextNewline + 1;
      this.nextNewline = this.text.indexOf('\n', this.lineStart);
    }
  }

  private position(): SourcePosition {
    return { offset: this.at, line: this.line, column: this.at - this.lineStart + 1 };
  }

  private spanFrom(start: SourcePosition): SourceSpan {
    return { file: this.file, start, end: this.position() };
  }

  private report(found: Diagnostic): void {
    this.diagnostics.push(found);
  }
}

const QUOTE = 0x27;
const BACKTICK = 0x60;
const DOUBLE_QUOTE = 0x22;
const SLASH = 0x2f;
const MINUS = 0x2d;
const STAR = 0x2a;

/** Letters that a text in quotes may follow at once: `U&'…'`, `_utf8'…'`, `N'…'`, `X'…'`. */
const PREFIXES: ReadonlySet<number> = new Set([...'uU_nNxX'].map((letter) => letter.charCodeAt(0)));

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const HINTS: Readonly<Record<string, string>> = {
  '"': "texts stand in single quotes: '…', names in backticks: `…`",
  '!=': 'not equal is written <>',
};

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
