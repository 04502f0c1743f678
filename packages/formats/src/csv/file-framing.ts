import { type FileFraming, type FileRecordReader, type FileRecords, LINE_FRAMING } from '@tsql/core';
import { type CsvOptions, optionsOf } from './options.js';

const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const NONE = -1;

/** Records end with their line, but not within quotes; written they are lines. */
export const CSV_FRAMING: FileFraming = {
  createReader: (plan) => new CsvRecordReader(optionsOf(plan)),
  createWriter: LINE_FRAMING.createWriter,
};

/**
 * Finds where records end, by the rules of `CsvLineReader`. Quotes, escapes and separators beyond ASCII are not looked for: a line
 * end within such quotes ends the record.
 */
class CsvRecordReader implements FileRecordReader {
  private readonly separator: number;
  private readonly quote: number;
  private readonly escape: number;

  constructor(private readonly options: CsvOptions) {
    const code = (character: string | undefined) => {
      const found = character?.charCodeAt(0) ?? NONE;
      return found < 0x80 ? found : NONE;
    };
    this.separator = code(options.fieldDelimiter);
    this.quote = code(options.quoteCharacter);
    this.escape = code(options.escapeCharacter);
  }

  read(piece: Uint8Array, isLast: boolean): FileRecords {
    const starts: number[] = [];
    const ends: number[] = [];
    let from = 0;
    while (from < piece.length) {
      const end = this.endOfRecord(piece, from);
      // What stands behind a CR, or a quote, says what it means.
      if (end >= piece.length - 1 && !isLast && piece[end] !== LF) break;
      if (!this.options.allowComments || piece[from] !== HASH) {
        starts.push(from);
        ends.push(end);
      }
      from = piece[end] === CR && piece[end + 1] === LF ? end + 2 : end + 1;
    }
    return { slab: piece, starts, ends, used: Math.min(from, piece.length) };
  }

  /** Where the record's line end stands, or the piece's length. */
  private endOfRecord(piece: Uint8Array, from: number): number {
    const isComment = this.options.allowComments && piece[from] === HASH;
    let isCellStart = true;
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at];
      if (byte === LF || byte === CR) return at;
      if (isComment) continue;
      if (byte === this.quote && isCellStart) {
        at = this.endOfQuotes(piece, at + 1);
        isCellStart = false;
      } else if (byte === this.escape) {
        at++;
        isCellStart = false;
      } else {
        isCellStart = byte === this.separator;
      }
    }
    return piece.length;
  }

  /** Where the closing quote stands, or the piece's length. */
  private endOfQuotes(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      if (piece[at] === this.quote) {
        if (piece[at + 1] !== this.quote) return at;
        at++;
      } else if (piece[at] === this.escape) {
        at++;
      }
    }
    return piece.length;
  }
}
