import type { CsvOptions } from './options.js';

/** Jackson looks into no longer text: it is quoted unseen. */
const MAX_CHECKED = 24;
const BACKSLASH = 0x5c;

/** A character up to the greatest of these, or the escape character (a backslash where there is none), makes a text need quotes. */
function unsafeCharacters({ fieldDelimiter, quoteCharacter, escapeCharacter }: CsvOptions) {
  return {
    maximum: Math.max(fieldDelimiter.charCodeAt(0), quoteCharacter?.charCodeAt(0) ?? -1),
    special: escapeCharacter?.charCodeAt(0) ?? BACKSLASH,
  };
}

/**
 * Puts quotes around the texts that Jackson's `CsvEncoder` puts them around: long ones, and those with any character up to
 * the greater of delimiter and quote, or with the escape character (a backslash where there is none). Our own code: csv-stringify
 * quotes what needs it, not what Jackson's shortcut catches.
 */
export class CsvQuoting {
  private readonly quoteMark: string | undefined;
  private readonly escapeMark: string | undefined;
  private readonly unsafe: ReturnType<typeof unsafeCharacters>;

  constructor(options: CsvOptions) {
    this.quoteMark = options.quoteCharacter;
    this.escapeMark = options.escapeCharacter;
    this.unsafe = unsafeCharacters(options);
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
    const { maximum, special } = this.unsafe;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code <= maximum || code === special) return true;
    }
    return false;
  }
}

/** The same for a text that stands as UTF-8 from `start` to `end`, of characters up to U+FFFF. Delimiter and quote are ASCII. */
export function textNeedsQuotes(options: CsvOptions): (source: Uint8Array, start: number, end: number) => boolean {
  const { maximum, special } = unsafeCharacters(options);
  const isUnsafe = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 0x80 && (byte <= maximum || byte === special) ? 1 : 0,
  );
  return (source, start, end) => {
    // At most three bytes a character.
    if (end - start > 3 * MAX_CHECKED) return true;
    let length = end - start;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (isUnsafe[byte] === 1) return true;
      if ((byte & 0xc0) === 0x80) length--;
    }
    return length > MAX_CHECKED;
  };
}
