import { type Column, nearest } from '@tsql/core';
import type { Insert } from '@tsql/grammar';
import { type CatalogTable, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import type { PlanNode } from '../plan/index.js';
import { nullLiteral } from '../query/build-expression.js';
import { inputs, project } from '../query/build-node.js';
import { invalid, refuse } from '../query/expression-context.js';
import { jobSettings } from '../settings/index.js';

/** A column that INSERT can write: computed and VIRTUAL columns are none. */
export type PersistedColumn = Exclude<Column, { readonly kind: 'computed' }>;

/** The columns of a table as a sink, in declared order. */
export function persistedColumns(table: CatalogTable): readonly PersistedColumn[] {
  return table.schema.columns.filter(
    (column): column is PersistedColumn =>
      column.kind === 'physical' || (column.kind === 'metadata' && !column.isVirtual),
  );
}

/**
 * Brings a query's columns into the order of the table's where INSERT names its columns; those left out become NULL.
 * Without a column list the query stays as it is.
 */
export function arrangeColumns(
  context: PlannerContext,
  insert: Insert,
  table: CatalogTable,
  query: PlanNode,
): PlanNode | undefined {
  if (insert.columns === undefined) return query;
  const columns = persistedColumns(table);
  const targets = insertTargets(context, insert, columns, table);
  if (targets === undefined) return undefined;
  if (targets.length !== query.fields.length) {
    const reason = `INSERT names ${targets.length} columns, but the query has ${query.fields.length}`;
    return invalid(context, reason, insert.query.span);
  }
  const given = inputs(query);
  const expressions = columns.map((column) => given[targets.indexOf(column.name)] ?? nullLiteral(column.type));
  const missing = columns.filter((column) => !column.type.nullable && !targets.includes(column.name));
  for (const column of missing) {
    invalid(
      context,
      `column ${column.name} is NOT NULL and has to be given a value`,
      insert.columns[0]?.span ?? insert.span,
    );
  }
  if (missing.length > 0) return undefined;
  const names = columns.map((column) => query.fields[targets.indexOf(column.name)]?.name ?? column.name);
  return project(query, expressions, names, jobSettings(context.settings).localTimeZone);
}

function insertTargets(
  context: PlannerContext,
  insert: Insert,
  columns: readonly PersistedColumn[],
  table: CatalogTable,
): readonly string[] | undefined {
  const names: string[] = [];
  let complete = true;
  for (const target of insert.columns ?? []) {
    const name = target.parts.map((part) => part.text).join('.');
    if (names.includes(name)) {
      refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name }, target.span);
      complete = false;
    } else if (!columns.some((column) => column.name === name)) {
      reportUnknown(context, { name, span: target.span }, columns, table);
      complete = false;
    }
    names.push(name);
  }
  return complete ? names : undefined;
}

function reportUnknown(
  context: PlannerContext,
  { name, span }: { readonly name: string; readonly span: Insert['span'] },
  columns: readonly PersistedColumn[],
  table: CatalogTable,
): void {
  const declared = table.schema.columns.find((column) => column.name === name);
  const known = columns.map((column) => column.name);
  const close = nearest(name, known);
  const hint =
    declared !== undefined
      ? `it is ${declared.kind === 'computed' ? 'computed' : 'VIRTUAL'}: it can be read only`
      : close === undefined
        ? `there are ${known.join(', ')}`
        : `did you mean ${close}?`;
  refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column to write', name: `${name} of ${printPath(table.path)}` }, span, {
    hint,
  });
}
