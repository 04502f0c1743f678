import type { Row, RowKind } from '../values/index.js';
import type { ByteWriter } from './byte-writer.js';

/** Takes the rows that a deserializer finds: none, one or several for one record. */
export type RowCollector = (row: Row, kind: RowKind) => void;

/** Bound to fields: bytes to rows. Synchronous; look-ups that need I/O are done in `open`, or ahead of a batch in `prepare`. */
export interface DeserializationSchema {
  open?(): Promise<void>;
  /**
   * Called before a batch's records are read, with where each stands in `source` (-1: null). Returns a promise where something has
   * to be fetched first, such as a schema; what cannot be had fails with its record, not here.
   */
  prepare?(source: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): Promise<void> | undefined;
  /**
   * Reads one record's key or value, `source[start]` to `source[end - 1]`, and hands each row to `collect`: the format's
   * fields by position, behind them the metadata asked for. Throws a `TsqlError` (code TSQL_FORMAT_…) for bytes that
   * Flink would fail on.
   */
  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void;
  /**
   * True if a null value (a tombstone) is given to the format as well, by {@link deserializeNull}: raw makes a row of it,
   * the others skip it.
   */
  deserializeNull?(collect: RowCollector): void;
}

/** Bound to fields: rows to bytes. */
export interface SerializationSchema {
  open?(): Promise<void>;
  /**
   * Called before a batch is handed on, with where each of its records' parts begins in `target` (-1: null): fills in what has to be
   * fetched with the first record, such as the id of a schema. Returns a promise where that takes time.
   */
  complete?(target: Uint8Array, starts: Int32Array, count: number): Promise<void> | undefined;
  /**
   * Appends the row's bytes to `target`. Returns false, with nothing appended, where the result is null bytes (raw of a
   * NULL). Throws a `TsqlError` for a row that Flink would fail on.
   */
  serialize(row: Row, kind: RowKind, target: ByteWriter): boolean;
}
