import type { CsvOptions } from './options.js';

/** Jackson looks into no longer text: it is quoted unseen. */
const MAX_CHECKED = 24;
const BACKSLASH = 0x5c;

/**
 * Puts quotes around the texts that Jackson's `CsvEncoder` puts them around: long ones, and those with any character up to
 * the greater of delimiter and quote, or with the escape character (a backslash where there is none). Our own code: csv-stringify
 * quotes what needs it, not what Jackson's shortcut catches.
 */
export class CsvQuoting {
  private readonly quoteMark: string | undefined;
  private readonly escapeMark: string | undefined;
  private readonly maxUnsafe: number;
  private readonly escapeCode: number;

  constructor(options: CsvOptions) {
    this.quoteMark = options.quoteCharacter;
    this.escapeMark = options.escapeCharacter;
    this.maxUnsafe = Math.max(options.fieldDelimiter.charCodeAt(0), options.quoteCharacter?.charCodeAt(0) ?? -1);
    this.escapeCode = options.escapeCharacter?.charCodeAt(0) ?? BACKSLASH;
  }

  /** The text as it stands in the line. With quotes disabled it is written as it is. */
  quote(text: string): string {
    const { quoteMark: mark, escapeMark } = this;
    if (mark === undefined || !this.needsQuotes(text)) return text;
    const doubled = text.includes(mark) ? text.replaceAll(mark, () => mark + mark) : text;
    if (escapeMark === undefined || escapeMark === mark || !doubled.includes(escapeMark)) return mark + doubled + mark;
    return mark + doubled.replaceAll(escapeMark, () => escapeMark + escapeMark) + mark;
  }

  private needsQuotes(text: string): boolean {
    if (text.length > MAX_CHECKED) return true;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code <= this.maxUnsafe || code === this.escapeCode) return true;
    }
    return false;
  }
}
