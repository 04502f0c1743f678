import type { CsvText } from './encoding.js';
import type { CsvOptions } from './options.js';

const CR = 0x0d;
const LF = 0x0a;
const NONE = -1;
const ESCAPES: Readonly<Record<string, string>> = { '0': '\0', n: '\n', r: '\r', t: '\t' };

/**
 * Reads the cells of a record's first line, as Jackson's `CsvDecoder` with Flink's features: blanks are kept, but for
 * those behind a closing quote; a quote has a meaning only as a cell's first character; lines go on within quotes; a line
 * end or the text's end behind a separator is an empty cell. Our own code: csv-parse refuses quotes within a cell,
 * or takes them for data in other places than Jackson, and works on whole files.
 */
export class CsvLineReader {
  private readonly separator: number;
  private readonly quote: number;
  private readonly escape: number;
  /** No character above it has a meaning. */
  private readonly maxSpecial: number;
  private readonly allowComments: boolean;
  private text = '';
  private isBroken = false;
  private at = 0;
  /** Set at the line's or the text's end. */
  private isEnded = false;

  constructor(options: CsvOptions) {
    const code = (character: string | undefined) => character?.charCodeAt(0) ?? NONE;
    this.separator = code(options.fieldDelimiter);
    this.quote = code(options.quoteCharacter);
    this.escape = code(options.escapeCharacter);
    this.maxSpecial = Math.max(this.separator, this.quote, this.escape, CR);
    this.allowComments = options.allowComments;
  }

  /** Begins a record. False where there is nothing to read: no character, or comments and blank lines only. */
  start({ text, isBroken }: CsvText): boolean {
    this.text = text;
    this.isBroken = isBroken;
    this.at = 0;
    this.isEnded = false;
    return this.allowComments ? this.skipComments() : this.hasMore();
  }

  /** The next cell, or null behind the last one. Throws an Error for text that is no CSV. */
  next(): string | null {
    if (this.isEnded) return null;
    if (!this.hasMore()) return '';
    const first = this.text.charCodeAt(this.at);
    return first === this.quote ? this.quoted() : this.unquoted();
  }

  /** Looks behind the line, as Jackson does at its end: malformed bytes there fail the record, too. */
  finish(): void {
    if (!this.isBroken) return;
    if (this.allowComments) this.skipComments();
    else this.hasMore();
  }

  private hasMore(): boolean {
    if (this.at < this.text.length) return true;
    if (this.isBroken) throw new Error(`bytes behind character ${this.text.length} are no UTF-8`);
    this.isEnded = true;
    return false;
  }

  private skipComments(): boolean {
    while (this.hasMore()) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x23) this.skipLine();
      else if (code === 0x20 || code === CR || code === LF) this.at++;
      else return true;
    }
    return false;
  }

  private skipLine(): void {
    while (this.hasMore()) {
      const code = this.text.charCodeAt(this.at++);
      if (code === CR || code === LF) return;
    }
  }

  private unquoted(): string {
    const { text, maxSpecial } = this;
    const start = this.at;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > maxSpecial) continue;
      if (code === this.separator) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (code === CR || code === LF) {
        this.endLine(at);
        return text.slice(start, at);
      }
      if (code === this.escape) {
        this.at = at;
        return this.unquotedWithEscapes(text.slice(start, at));
      }
    }
    this.at = text.length;
    this.hasMore();
    return text.slice(start);
  }

  private unquotedWithEscapes(begin: string): string {
    let cell = begin;
    while (this.hasMore()) {
      const at = this.at;
      const code = this.text.charCodeAt(at);
      if (code === this.separator) {
        this.at++;
        return cell;
      }
      if (code === CR || code === LF) {
        this.endLine(at);
        return cell;
      }
      this.at++;
      cell += code === this.escape ? this.unescape() : this.text[at];
    }
    return cell;
  }

  private quoted(): string {
    const { text } = this;
    let cell = '';
    let from = ++this.at;
    for (;;) {
      if (this.at >= text.length) {
        this.hasMore();
        throw new Error('a cell lacks its closing quote');
      }
      const code = text.charCodeAt(this.at++);
      if (code === this.quote) {
        cell += text.slice(from, this.at - 1);
        if (!this.hasMore() || text.charCodeAt(this.at) !== this.quote) break;
        from = this.at++;
      } else if (code === this.escape) {
        cell += text.slice(from, this.at - 1) + this.unescape();
        from = this.at;
      }
    }
    if (!this.isEnded) this.skipToSeparator();
    return cell;
  }

  private skipToSeparator(): void {
    while (this.hasMore()) {
      const at = this.at++;
      const code = this.text.charCodeAt(at);
      if (code === this.separator) return;
      if (code === CR || code === LF) {
        this.endLine(at);
        return;
      }
      if (code > 0x20) throw new Error(`found '${this.text[at]}' behind a closing quote, expected a separator`);
    }
  }

  private unescape(): string {
    if (!this.hasMore()) throw new Error('an escape character is the last one');
    const character = this.text[this.at++] as string;
    return ESCAPES[character] ?? character;
  }

  private endLine(at: number): void {
    this.at = at + 1;
    this.isEnded = true;
    if (this.text.charCodeAt(at) === CR && this.text.charCodeAt(this.at) === LF) this.at++;
  }
}
