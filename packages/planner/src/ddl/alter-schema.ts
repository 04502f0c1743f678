import type { Column } from '@tsql/core';
import type { AlterTableSchema, PositionedColumn } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse, unsupported } from '../query/expression-context.js';
import { distributionOf } from './create-table.js';
import { addColumns, columnName } from './draft-columns.js';
import { keyDefinitions, setPrimaryKey, setWatermark } from './draft-constraints.js';
import type { TableDraft } from './table-builder.js';

/** ADD: columns at their places, a key, a watermark or a distribution that the table has not. */
export function addToSchema(context: PlannerContext, draft: TableDraft, change: AlterTableSchema): boolean {
  if (!checkNames(context, change.columns)) return false;
  const before = [...draft.columns];
  const definitions = change.columns.map((each) => each.column);
  if (!addColumns(context, draft, definitions)) return false;
  const added = draft.columns.slice(before.length);
  const placed = placeAll(context, before, change.columns, added);
  if (placed === undefined) return false;
  draft.columns = placed;
  const existing: readonly [boolean, string][] = [
    [draft.primaryKey !== undefined && keyDefinitions(definitions, change.constraints).length > 0, 'a primary key'],
    [draft.watermark !== undefined && change.watermark !== undefined, 'a watermark'],
    [draft.distribution !== undefined && change.distribution !== undefined, 'a distribution'],
  ];
  return checkPresence(context, change, existing, 'already has') && setParts(context, draft, change);
}

/** MODIFY: columns, key, watermark and distribution that the table has. */
export function modifySchema(context: PlannerContext, draft: TableDraft, change: AlterTableSchema): boolean {
  if (!checkNames(context, change.columns)) return false;
  const definitions = change.columns.map((each) => each.column);
  for (const definition of definitions) {
    if (draft.columns.some((column) => column.name === columnName(definition))) continue;
    refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name: columnName(definition) }, definition.name.span);
    return false;
  }
  const missing: readonly [boolean, string][] = [
    [draft.primaryKey === undefined && keyDefinitions(definitions, change.constraints).length > 0, 'a primary key'],
    [draft.watermark === undefined && change.watermark !== undefined, 'a watermark'],
    [draft.distribution === undefined && change.distribution !== undefined, 'a distribution'],
  ];
  if (!checkPresence(context, change, missing, 'does not have')) return false;
  return replaceColumns(context, draft, change) && setParts(context, draft, change);
}

function replaceColumns(context: PlannerContext, draft: TableDraft, change: AlterTableSchema): boolean {
  const names = change.columns.map((each) => columnName(each.column));
  const order = draft.columns;
  draft.columns = order.filter((column) => !names.includes(column.name));
  const rest = draft.columns.length;
  for (const name of names) draft.computed.delete(name);
  const definitions = change.columns.map((each) => each.column);
  if (!addColumns(context, draft, definitions)) return false;
  const replaced = draft.columns.slice(rest);
  const inPlace = order.map((column) => replaced.find((candidate) => candidate.name === column.name) ?? column);
  const moved = change.columns.filter((each) => each.position !== undefined);
  const movedNames = moved.map((each) => columnName(each.column));
  const base = inPlace.filter((column) => !movedNames.includes(column.name));
  const columns = moved.flatMap((each) => replaced.find((column) => column.name === columnName(each.column)) ?? []);
  const placed = placeAll(context, base, moved, columns);
  if (placed === undefined) return false;
  const key = draft.primaryKey?.columns ?? [];
  draft.columns = placed.map((column) =>
    key.includes(column.name) && column.type.nullable
      ? ({ ...column, type: { ...column.type, nullable: false } } as Column)
      : column,
  );
  return true;
}

function placeAll(
  context: PlannerContext,
  before: readonly Column[],
  definitions: readonly PositionedColumn[],
  columns: readonly Column[],
): Column[] | undefined {
  const result = [...before];
  for (const [index, column] of columns.entries()) {
    const position = definitions[index]?.position;
    if (position === undefined) result.push(column);
    else if (position.after === undefined) result.unshift(column);
    else {
      const name = position.after.parts.map((part) => part.text).join('.');
      const at = result.findIndex((candidate) => candidate.name === name);
      if (at < 0) return refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name }, position.after.span);
      result.splice(at + 1, 0, column);
    }
  }
  return result;
}

function checkNames(context: PlannerContext, columns: readonly PositionedColumn[]): boolean {
  const nested = columns.find((each) => each.column.name.parts.length > 1);
  if (nested === undefined) return true;
  unsupported(context, 'ALTER TABLE of a nested field', nested.column.name.span);
  return false;
}

function checkPresence(
  context: PlannerContext,
  change: AlterTableSchema,
  faults: readonly (readonly [boolean, string])[],
  what: string,
): boolean {
  const fault = faults.find(([isFault]) => isFault);
  if (fault === undefined) return true;
  invalid(context, `the table ${what} ${fault[1]}`, change.span);
  return false;
}

function setParts(context: PlannerContext, draft: TableDraft, change: AlterTableSchema): boolean {
  const definitions = change.columns.map((each) => each.column);
  if (!setPrimaryKey(context, draft, keyDefinitions(definitions, change.constraints))) return false;
  if (change.watermark !== undefined && !setWatermark(context, draft, change.watermark)) return false;
  if (change.distribution !== undefined) draft.distribution = distributionOf(change.distribution);
  return true;
}
