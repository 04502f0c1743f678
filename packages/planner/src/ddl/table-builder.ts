import type { Column, OptionEntries, PrimaryKey, SourceSpan, WatermarkSpec } from '@tsql/core';
import type { Expression } from '@tsql/grammar';
import type { TableDistribution } from '../catalog/index.js';

/** A table's definition while it is put together: by CREATE TABLE, from LIKE's table, or by ALTER TABLE. */
export interface TableDraft {
  columns: Column[];
  computed: Map<string, Expression>;
  primaryKey: PrimaryKey | undefined;
  watermark: WatermarkSpec | undefined;
  watermarkStrategy: Expression | undefined;
  options: OptionEntries;
  partitionKeys: readonly string[];
  distribution: TableDistribution | undefined;
  comment: string | undefined;
  readonly span: SourceSpan;
}

export const emptyDraft = (span: SourceSpan): TableDraft => ({
  columns: [],
  computed: new Map(),
  primaryKey: undefined,
  watermark: undefined,
  watermarkStrategy: undefined,
  options: new Map(),
  partitionKeys: [],
  distribution: undefined,
  comment: undefined,
  span,
});
