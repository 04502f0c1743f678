import type { LogicalType, OptionSet, Row, RowField, RowKind, RowType, Value } from '@tsql/core';
import type { JsonNode } from '../json/tree.js';

/** A metadata column of a change-log format, and where the message holds it. */
export interface EnvelopeMetadata {
  readonly key: string;
  readonly type: LogicalType;
  readonly doc: string;
  /** The field of the message that is read, and its type there. */
  readonly field: string;
  readonly fieldType: LogicalType;
  /** Makes the column's value of the field's, which is not null. */
  readonly convert?: (value: Value) => Value;
}

/** A message: its fields by name. `R` stands for a row, read or yet to be read. */
export interface Message<R> {
  /** A field that says what became of the rows. */
  field(name: string): Value;
  row(name: string): R | null;
  rows(name: string): readonly R[] | null;
}

/**
 * Hands a change to the table: the physical columns. With `old`, which holds the changed fields only, it is the row that stood there
 * before: see {@link EnvelopeReader.oldField}.
 */
export type EmitChange<R> = (row: R, kind: RowKind, old?: R) => void;

/** Whether a message is for the table. `usesDecimals`: how numbers become text, as of {@link textOf}. */
export type MessageFilter = (document: ReadonlyMap<string, JsonNode>, usesDecimals: boolean) => boolean;

/** The fields of a message. */
export interface EnvelopeSchema {
  /** The fields that hold a change, for rows of a type. */
  readonly fields: (row: RowType) => readonly RowField[];
  /** The fields that are written. */
  readonly writtenFields: (row: RowType) => readonly RowField[];
  readonly metadata: readonly EnvelopeMetadata[];
  /** Metadata fields that stand in the document, where the payload is a part of it. */
  readonly documentFields?: readonly string[];
}

/** How messages are read. */
export interface EnvelopeReader {
  /** The field of the document that holds the message; undefined where it is the document itself. */
  readonly payloadField?: (options: Readonly<Record<string, unknown>>) => string | undefined;
  /** Whether a message is for this table; made once. It looks at the fields of {@link filterFields}. */
  readonly filter?: (options: Readonly<Record<string, unknown>>) => MessageFilter | undefined;
  readonly filterFields?: readonly string[];
  /** The field that holds changed fields of old rows. */
  readonly oldField?: string;
  /** Emits the changes of a message. Throws an Error for one that says nothing. */
  readonly read: <R>(message: Message<R>, emit: EmitChange<R>) => void;
}

/** How messages are written. */
export interface EnvelopeWriter {
  /** The message of a change, by the names of the written fields. Updates are a delete and an insert. */
  readonly write: (row: Row, isRetraction: boolean) => Row;
  /** Why writing is refused under the options; undefined where it is not. */
  readonly refusesWriting?: (options: Readonly<Record<string, unknown>>) => string | undefined;
}

/** What is particular to one change-log format. */
export interface Envelope extends EnvelopeSchema, EnvelopeReader, EnvelopeWriter {
  readonly identifier: string;
  readonly options: OptionSet;
}
