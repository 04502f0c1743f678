import type { AlterTable, TableChange } from '@tsql/grammar';
import { type CatalogTable, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse, unsupported } from '../query/expression-context.js';
import { resolvePath, unknownTable } from '../table/find-table.js';
import { optionEntries } from '../table/table-options.js';
import { addToSchema, modifySchema } from './alter-schema.js';
import { dropColumns, renameColumn } from './drop-columns.js';
import { draftOf, finishTable } from './finish-table.js';
import type { TableDraft } from './table-builder.js';

/** ALTER TABLE: of permanent tables only, as in Flink. */
export function alterTable(context: PlannerContext, alter: AlterTable): void {
  const path = resolvePath(context, alter.name);
  if (path === undefined) return;
  const table = context.catalog.findPermanent(path);
  if (table?.kind === 'broken') return;
  if (table?.kind !== 'table' || context.catalog.findTemporary(path) !== undefined) {
    if (!alter.ifExists) unknownTable(context, path, alter.name.span, 'permanent table');
    return;
  }
  if (alter.change.kind === 'RenameTable') {
    renameTable(context, table, alter.change);
    return;
  }
  const draft = draftOf(table);
  if (applyChange(context, draft, alter.change)) context.catalog.put(finishTable(draft, table.path, false));
}

function renameTable(
  context: PlannerContext,
  table: CatalogTable,
  { to }: Extract<TableChange, { readonly kind: 'RenameTable' }>,
): void {
  const { catalog, database } = table.path;
  const path = context.catalog.qualify(
    to.parts.map((part) => part.text),
    { catalog, database },
  );
  if (path === undefined) return;
  if (context.catalog.findPermanent(path) !== undefined) {
    refuse(context, 'TSQL_NAME_EXISTS', { kind: 'table', name: printPath(path) }, to.span);
    return;
  }
  context.catalog.remove(table);
  context.catalog.put({ ...table, path });
}

/** Applies a change to a draft; false where it is refused. */
function applyChange(context: PlannerContext, draft: TableDraft, change: TableChange): boolean {
  switch (change.kind) {
    case 'SetTableOptions':
      draft.options = new Map([...draft.options, ...optionEntries(context, change.options)]);
      return true;
    case 'ResetTableOptions':
      return resetOptions(context, draft, change);
    case 'AlterTableSchema':
      return change.operation === 'ADD' ? addToSchema(context, draft, change) : modifySchema(context, draft, change);
    case 'DropColumns':
      return dropColumns(context, draft, change);
    case 'RenameColumn':
      return renameColumn(context, draft, change);
    case 'DropPrimaryKey':
      return dropKey(context, draft, change.span);
    case 'DropConstraint':
      if (draft.primaryKey?.name === change.name.text) return dropKey(context, draft, change.span);
      refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'constraint', name: change.name.text }, change.name.span);
      return false;
    case 'DropWatermark':
      if (draft.watermark === undefined) {
        invalid(context, 'the table has no watermark', change.span);
        return false;
      }
      draft.watermark = undefined;
      draft.watermarkStrategy = undefined;
      return true;
    case 'DropDistribution':
      if (draft.distribution === undefined) {
        invalid(context, 'the table has no distribution', change.span);
        return false;
      }
      draft.distribution = undefined;
      return true;
    case 'AddPartitions':
    case 'DropPartitions':
      unsupported(context, 'ALTER TABLE with partitions', change.span);
      return false;
    case 'RenameTable':
      return true;
  }
}

function dropKey(context: PlannerContext, draft: TableDraft, span: TableDraft['span']): boolean {
  if (draft.primaryKey === undefined) {
    invalid(context, 'the table has no primary key', span);
    return false;
  }
  draft.primaryKey = undefined;
  return true;
}

function resetOptions(
  context: PlannerContext,
  draft: TableDraft,
  { keys, span }: Extract<TableChange, { readonly kind: 'ResetTableOptions' }>,
): boolean {
  if (keys.length === 0) {
    invalid(context, 'RESET needs at least one key', span);
    return false;
  }
  const connector = keys.find((key) => key.value === 'connector');
  if (connector !== undefined) {
    invalid(context, "the option 'connector' cannot be reset", connector.span);
    return false;
  }
  const reset = new Set(keys.map((key) => key.value));
  draft.options = new Map([...draft.options].filter(([key]) => !reset.has(key)));
  return true;
}
