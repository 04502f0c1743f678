import type { SourceSpan } from '../diagnostics/index.js';
import type { LogicalType } from '../types/index.js';

interface NamedColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly comment?: string;
  /** The column's definition. */
  readonly span?: SourceSpan;
}

/** Stored by the connector: part of the key, the value, or both. */
export interface PhysicalColumn extends NamedColumn {
  readonly kind: 'physical';
}

/** Computed from other columns when read; never written. */
export interface ComputedColumn extends NamedColumn {
  readonly kind: 'computed';
  /** The expression as SQL. */
  readonly expression: string;
}

/** Read from, and unless `isVirtual` written to, the record's metadata. */
export interface MetadataColumn extends NamedColumn {
  readonly kind: 'metadata';
  readonly metadataKey: string;
  readonly isVirtual: boolean;
}

export type Column = PhysicalColumn | ComputedColumn | MetadataColumn;

export interface PrimaryKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly span?: SourceSpan;
}

/** `WATERMARK FOR column AS expression`. */
export interface WatermarkSpec {
  readonly column: string;
  readonly expression: string;
  readonly span?: SourceSpan;
}

/** A table's columns, key and watermark. */
export interface TableSchema {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly watermark?: WatermarkSpec;
}
