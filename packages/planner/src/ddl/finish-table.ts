import type { CatalogTable, ObjectPath } from '../catalog/index.js';
import type { TableDraft } from './table-builder.js';

/** The table of a finished draft. */
export function finishTable(draft: TableDraft, path: ObjectPath, isTemporary: boolean): CatalogTable {
  return {
    kind: 'table',
    path,
    isTemporary,
    span: draft.span,
    schema: {
      columns: draft.columns,
      ...(draft.primaryKey === undefined ? {} : { primaryKey: draft.primaryKey }),
      ...(draft.watermark === undefined ? {} : { watermark: draft.watermark }),
    },
    computed: draft.computed,
    options: draft.options,
    partitionKeys: draft.partitionKeys,
    ...(draft.watermarkStrategy === undefined ? {} : { watermarkStrategy: draft.watermarkStrategy }),
    ...(draft.distribution === undefined ? {} : { distribution: draft.distribution }),
    ...(draft.comment === undefined ? {} : { comment: draft.comment }),
  };
}

/** A draft of a table as it is, for ALTER TABLE. */
export function draftOf(table: CatalogTable): TableDraft {
  return {
    columns: [...table.schema.columns],
    computed: new Map(table.computed),
    primaryKey: table.schema.primaryKey,
    watermark: table.schema.watermark,
    watermarkStrategy: table.watermarkStrategy,
    options: table.options,
    partitionKeys: table.partitionKeys,
    distribution: table.distribution,
    comment: table.comment,
    span: table.span,
  };
}
