import type { FormatPlan } from '../format/index.js';
import type { LogicalType } from '../types/index.js';
import type { ChangelogMode } from '../values/index.js';

/** A format and the columns it holds: Flink's key or value projection. */
export interface PartPlan {
  readonly format: FormatPlan;
  /** For each field of the format's row, the index of its column among the physical columns. */
  readonly projection: readonly number[];
}

/** A metadata column as the connector or the value's format gives or takes it, before any cast to the declared type. */
export interface MetadataPlan {
  readonly key: string;
  readonly type: LogicalType;
}

/** What is done with records that fail, where it is not the end of the job: `on-error`. */
export interface OnErrorPlan {
  readonly mode: 'skip' | 'dead-letter';
  /** The job fails with the first one beyond; undefined for any number. */
  readonly maxRecords: number | undefined;
}

interface TablePlan {
  readonly connector: string;
  /** `catalog.database.table`, as Flink prints it in messages. */
  readonly table: string;
  /** The physical columns: names and types, by position. */
  readonly physical: readonly { readonly name: string; readonly type: LogicalType }[];
  /** What the connector itself needs to open the transport: data, printable as JSON; secrets are `Secret`s. */
  readonly transport: unknown;
}

/** How a table of records is read. Rows have the physical columns first, then `metadata`, by position. */
export interface RecordSourcePlan extends TablePlan {
  readonly kind: 'record-source';
  readonly isBounded: boolean;
  readonly changelogMode: ChangelogMode;
  readonly key: PartPlan | undefined;
  readonly value: PartPlan;
  /** Taken from the record, in order. Keys of the value's format begin with `value.`. */
  readonly metadata: readonly MetadataPlan[];
  /** True for upsert-kafka: a null value deletes the row of its key. */
  readonly isUpsert: boolean;
  /** For records that cannot be read or worked on. */
  readonly onError?: OnErrorPlan;
}

/** How a table of records is written. Rows have the physical columns first, then `metadata`, by position. */
export interface RecordSinkPlan extends TablePlan {
  readonly kind: 'record-sink';
  readonly changelogMode: ChangelogMode;
  readonly key: PartPlan | undefined;
  readonly value: PartPlan;
  readonly metadata: readonly MetadataPlan[];
  /** True for upsert-kafka: a row that is deleted or retracted becomes a null value under its key. */
  readonly isUpsert: boolean;
  /** Where a record goes: the client's partitioner, always the task's own partition, or in turn (without keys). */
  readonly partitioner: 'default' | 'fixed' | 'round-robin';
  /** INSERT OVERWRITE: what was there before is removed when the job has ended. */
  readonly overwrites?: boolean;
  /** `sink.parallelism`, where given. */
  readonly parallelism: number | undefined;
  readonly primaryKey: readonly string[];
  /** For records whose rows cannot be written: by the format, or because the broker rejects them. */
  readonly onError?: OnErrorPlan;
  /** Rows are held back and only the last of each key is written (`sink.buffer-flush.*`), where given. */
  readonly bufferFlush?: { readonly maxRows: number; readonly intervalMs: number };
}

/** A table that makes rows by itself (datagen). */
export interface RowSourcePlan extends TablePlan {
  readonly kind: 'row-source';
  readonly isBounded: boolean;
  readonly changelogMode: ChangelogMode;
  readonly metadata: readonly MetadataPlan[];
}

/** A table that takes rows as they are (print, blackhole). */
export interface RowSinkPlan extends TablePlan {
  readonly kind: 'row-sink';
  readonly changelogMode: ChangelogMode;
  readonly metadata: readonly MetadataPlan[];
  readonly primaryKey: readonly string[];
}

export type SourcePlan = RecordSourcePlan | RowSourcePlan;
export type SinkPlan = RecordSinkPlan | RowSinkPlan;
