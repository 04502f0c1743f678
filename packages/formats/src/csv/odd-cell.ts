import { isUtf8 } from 'node:buffer';
import { CellKind, type Value } from '@tsql/core';
import { CsvLineReader } from './line-reader.js';
import type { CsvOptions } from './options.js';
import type { Marks } from './scan.js';

const CR = 0x0d;
const LF = 0x0a;
const BLANK = 0x20;
const FAILED = -1;

/**
 * Reads one cell of a generated reader by the reference: with escapes, with doubled quotes, of a value that is written in another way
 * than Flink writes it. What was found stands in the fields, until the next cell is read.
 */
export class OddCellReader {
  kind: number = CellKind.NULL;
  /** Of RAW: the cell's bytes, of a text that is valid and goes on without a break. */
  start = 0;
  end = 0;
  value: Value = null;
  private readonly line: CsvLineReader;
  private readonly nullBytes: Uint8Array | undefined;
  private isWhole = true;

  constructor(
    options: CsvOptions,
    private readonly marks: Marks,
  ) {
    this.line = new CsvLineReader({ ...options, allowComments: false });
    this.nullBytes = options.nullLiteral === undefined ? undefined : Buffer.from(options.nullLiteral);
  }

  /** Reads the cell that begins at `start`, of a line that ends at `limit`; returns the position behind it, or -1 to give up. */
  read(source: Buffer, start: number, limit: number, convert: (cell: string) => Value): number {
    const end = this.cellEnd(source, start, limit);
    if (end < 0 || !isUtf8(source.subarray(start, end))) return FAILED;
    try {
      this.line.start({ text: source.toString('utf8', start, end), isBroken: false });
      this.value = convert(this.line.next() ?? '');
    } catch {
      return FAILED;
    }
    this.kind = this.value === null ? CellKind.NULL : CellKind.VALUE;
    return end;
  }

  /** The same for a cell of text: left as its bytes where that is possible. */
  readText(source: Buffer, start: number, limit: number, convert: (cell: string) => Value): number {
    const end = this.cellEnd(source, start, limit);
    if (end < 0 || !this.isWhole) return end < 0 ? FAILED : this.read(source, start, limit, convert);
    if (!isUtf8(source.subarray(this.start, this.end))) return FAILED;
    this.kind = this.isNull(source) ? CellKind.NULL : CellKind.RAW;
    return end;
  }

  private isNull(source: Buffer): boolean {
    const { nullBytes, start, end } = this;
    return nullBytes?.length === end - start && source.compare(nullBytes, 0, nullBytes.length, start, end) === 0;
  }

  /** The position behind the cell; -1 where the line ends, or where bytes stand that nothing was found out about. */
  private cellEnd(source: Buffer, start: number, limit: number): number {
    this.isWhole = true;
    return source[start] === this.marks.quote && start < limit
      ? this.quotedEnd(source, start, limit)
      : this.unquotedEnd(source, start, limit);
  }

  private unquotedEnd(source: Buffer, start: number, limit: number): number {
    const { separator, escape: escaping } = this.marks;
    let at = start;
    for (; at < limit && source[at] !== separator; at++) {
      const byte = source[at];
      if (byte === CR || byte === LF || byte === 0) return FAILED;
      if (byte !== escaping) continue;
      this.isWhole = false;
      if (source[++at] === 0) return FAILED;
    }
    this.start = start;
    this.end = at;
    return at > limit || start > limit ? FAILED : at;
  }

  private quotedEnd(source: Buffer, start: number, limit: number): number {
    const { separator, quote, escape: escaping } = this.marks;
    let at = start + 1;
    for (; ; at++) {
      if (at >= limit) return FAILED;
      const byte = source[at];
      if (byte === 0) return FAILED;
      if (byte === quote) {
        if (at + 1 >= limit || source[at + 1] !== quote) break;
      } else if (byte !== escaping) continue;
      this.isWhole = false;
      if (source[++at] === 0) return FAILED;
    }
    this.start = start + 1;
    this.end = at++;
    for (; at < limit && source[at] !== separator; at++) {
      const byte = source[at] as number;
      if (byte > BLANK || byte === CR || byte === LF || byte === 0) return FAILED;
    }
    return at;
  }
}
