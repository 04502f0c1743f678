import type { ByteWriter } from './byte-writer.js';
import type { FormatPlan } from './format-factory.js';

/** The records found in a piece of a file. Valid until the next call. */
export interface FileRecords {
  readonly slab: Uint8Array;
  /** Where each record begins in the slab, and where it ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** How many bytes of the piece are done with; the rest comes again, with more behind it. */
  readonly used: number;
}

/** Finds the records of one file. */
export interface FileRecordReader {
  /**
   * Takes a piece of the file, from its begin or from where the last call left off. `isLast`: nothing comes behind it. Throws a
   * `TsqlError` (TSQL_FORMAT_DECODE) for what is no such file.
   */
  read(piece: Uint8Array, isLast: boolean): FileRecords;
}

/** Lays the records of one file out. */
export interface FileRecordWriter {
  /** What the file begins with. */
  begin(target: ByteWriter): void;
  /** Appends a record, `source[start]` to `source[end - 1]`; it may be held back until {@link end}. */
  write(source: Uint8Array, start: number, end: number, target: ByteWriter): void;
  /** Appends what was held back. */
  end(target: ByteWriter): void;
}

/** How a format's records stand in a file. */
export interface FileFraming {
  createReader(plan: FormatPlan): FileRecordReader;
  createWriter(plan: FormatPlan): FileRecordWriter;
}
