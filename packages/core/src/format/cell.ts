import type { LogicalType } from '../types/index.js';
import type { Value } from '../values/index.js';
import type { DeserializationSchema, SerializationSchema } from './serialization-schema.js';

/**
 * Where a generated reader leaves a column's value, as names of local variables of the generated function.
 *
 * `kind` holds one of {@link CellKind}. For TEXT the bytes from `start` to `end` of the source are the value's canonical text:
 * the one form that all writers may copy as it stands.
 *
 * | type | canonical text |
 * |---|---|
 * | CHAR, VARCHAR | valid UTF-8 without control characters, `"`, `\` and characters beyond U+FFFF |
 * | TINYINT to BIGINT | decimal digits without leading zeros, a minus sign in front |
 * | BOOLEAN | `true`, `false` |
 * | DECIMAL | as `BigDecimal.toString` of the value without trailing zeros, without an exponent |
 * | FLOAT, DOUBLE | as `Float.toString` and `Double.toString`, without an exponent |
 * | DATE, TIME | `yyyy-MM-dd`, `HH:mm:ss` |
 * | TIMESTAMP, TIMESTAMP_LTZ | `yyyy-MM-dd?HH:mm:ss[.f]` without trailing zeros; what stands for `?` is left open |
 * | ROW, ARRAY, MAP | what the format named by `dialect` writes |
 *
 * The other kinds: NULL; VALUE, in `value`; RAW, where `start` and `end` are those of a text (UTF-8, perhaps malformed) or of a BYTES value
 * that nobody has looked at; NUMBER, where `value` holds a whole number below 2^52 that stands for a value of another kind: of BIGINT the
 * number itself, of DECIMAL the unscaled one, of TIMESTAMP and TIMESTAMP_LTZ the milliseconds; FIELDS, where `fields` hold a row.
 */
export interface Cell {
  readonly type: LogicalType;
  readonly kind: string;
  readonly start: string;
  readonly end: string;
  /** Of a VALUE or a NUMBER. */
  readonly value: string;
  /** Of a ROW, where the reader tells its fields apart: filled where the kind is FIELDS or TEXT. */
  readonly fields?: readonly Cell[] | undefined;
  /** Names the options under which the canonical text of a constructed type was found; scalar types need none. */
  readonly dialect: string | undefined;
  /** Makes the value of the canonical text, or of RAW bytes. The source is a Buffer. */
  readonly parse: (source: Buffer, start: number, end: number) => Value;
}

/** What a cell holds: see {@link Cell}. */
export const CellKind = { NULL: 0, TEXT: 1, VALUE: 2, RAW: 3, NUMBER: 4, FIELDS: 5 } as const;

/** Collects the source of a generated function. Values of the job enter as parameters, never as source text. */
export interface CodeWriter {
  emit(line: string): void;
  /** The name of a parameter that holds the value. */
  constant(value: unknown): string;
  /** A new local variable, declared at the function's begin as a small integer. */
  local(): string;
  /**
   * Makes a function of its own of what `body` emits, and returns its name: for parts of code that is too long to be optimized
   * as a whole. It sees constants and locals, but only those other variables that are its parameters.
   */
  outline(parameters: readonly string[], body: () => void): string;
}

/** What a reader is generated for. */
export interface ReaderRequest {
  readonly code: CodeWriter;
  /** The reference that reads what the code leaves. */
  readonly deserializer: DeserializationSchema;
  /** Names of the source (a Buffer), of a DataView over it, and of the first and the behind-last position of the record's part. */
  readonly source: string;
  readonly view: string;
  readonly start: string;
  readonly end: string;
  /** Statement that leaves the record to the format's reference: for everything that is not usual. */
  readonly giveUp: string;
}

/** The changes of a record that a generated reader finds. */
export interface GeneratedChanges {
  /** Names of variables: how many there are, and the kind (`RowKind`) of the one at hand. */
  readonly count: string;
  readonly kind: string;
  /** Source text: the values of the format's metadata, in the plan's order. */
  readonly metadata: readonly string[];
  /**
   * Emits the head of a loop over the changes, with the label, up to where the row's cells are filled; returns the cells. The caller closes
   * the loop. Undefined where there is no fast way.
   */
  emitLoop(label: string): readonly Cell[] | undefined;
}

/** What a writer is generated for. */
export interface WriterRequest {
  readonly code: CodeWriter;
  /** The reference that writes what the code leaves. */
  readonly serializer: SerializationSchema;
  /** Names of the source that TEXT cells point into, and of a DataView over it. */
  readonly source: string;
  readonly sourceView: string;
  /** Names of the target: its ByteWriter, the bytes with a DataView (both are exchanged when it grows), and the length written. */
  readonly writer: string;
  readonly bytes: string;
  readonly view: string;
  readonly length: string;
  /** Source text: true where the row takes one back. Missing where all rows are inserts. */
  readonly retraction?: string | undefined;
  /** By field: a cell, or the name of a variable that holds a value. */
  readonly fields: readonly (Cell | string)[];
}
