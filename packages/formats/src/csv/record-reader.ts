import type { CsvOptions } from './options.js';

/** Unescaped by the escape character; any other character stands for itself. */
const ESCAPED: Readonly<Record<string, string>> = { '0': '\0', n: '\n', r: '\r', t: '\t' };

/**
 * The fields of a message's first record, as Jackson's `CsvDecoder` finds them; undefined where there is none. A quote counts at
 * the begin of a field only, blanks behind a closing quote are skipped, and behind the record nothing is looked at. Throws an Error
 * for text that is no CSV.
 */
export function readFields(text: string, options: CsvOptions): string[] | undefined {
  const reader = new RecordReader(text, options);
  return reader.skipComments() ? reader.fields() : undefined;
}

class RecordReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly options: CsvOptions,
  ) {}

  /** False at the end of the text. */
  skipComments(): boolean {
    while (this.options.allowComments && /^[ \t]*#/.test(this.text.slice(this.at))) {
      const end = this.text.slice(this.at).search(/\r\n|\r|\n/);
      if (end < 0) return false;
      this.at += end + (this.text.startsWith('\r\n', this.at + end) ? 2 : 1);
    }
    return this.at < this.text.length;
  }

  fields(): string[] {
    const fields: string[] = [];
    do fields.push(this.text[this.at] === this.options.quoteCharacter ? this.quoted() : this.unquoted());
    while (this.skipDelimiter());
    return fields;
  }

  private skipDelimiter(): boolean {
    if (this.text[this.at] !== this.options.fieldDelimiter) return false;
    this.at++;
    return true;
  }

  private unquoted(): string {
    const { fieldDelimiter, escapeCharacter } = this.options;
    let field = '';
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] as string;
      if (character === fieldDelimiter || character === '\n' || character === '\r') break;
      field += character === escapeCharacter ? this.escaped() : character;
    }
    return field;
  }

  private quoted(): string {
    const { fieldDelimiter, quoteCharacter, escapeCharacter } = this.options;
    let field = '';
    for (this.at++; ; this.at++) {
      if (this.at >= this.text.length) throw new Error('the closing quote of a field is missing');
      const character = this.text[this.at] as string;
      if (character === quoteCharacter) {
        if (this.text[this.at + 1] !== quoteCharacter) break;
        this.at++;
        field += character;
      } else {
        field += character === escapeCharacter ? this.escaped() : character;
      }
    }
    for (this.at++; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] as string;
      if (character === fieldDelimiter || character === '\n' || character === '\r') break;
      if (character > ' ') throw new Error(`found '${character}' behind a closing quote, expected '${fieldDelimiter}'`);
    }
    return field;
  }

  /** The character behind the escape character; stops on it. */
  private escaped(): string {
    const character = this.text[++this.at];
    if (character === undefined) throw new Error('the text ends behind the escape character');
    return ESCAPED[character] ?? character;
  }
}
