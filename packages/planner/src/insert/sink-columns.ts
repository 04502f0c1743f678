import { type Column, nearest } from '@tsql/core';
import type { Insert } from '@tsql/grammar';
import { type CatalogTable, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import type { PlanNode } from '../plan/index.js';
import { nullLiteral } from '../query/build-expression.js';
import { inputs, project } from '../query/build-node.js';
import { invalid, refuse } from '../query/expression-context.js';
import { jobSettings } from '../settings/index.js';
import type { StaticPartition } from './static-partition.js';

/** A column that INSERT can write: computed and VIRTUAL columns are none. */
export type PersistedColumn = Exclude<Column, { readonly kind: 'computed' }>;

/** The columns of a table as a sink, in declared order. */
export function persistedColumns(table: CatalogTable): readonly PersistedColumn[] {
  return table.schema.columns.filter(
    (column): column is PersistedColumn =>
      column.kind === 'physical' || (column.kind === 'metadata' && !column.isVirtual),
  );
}

interface Arrangement {
  readonly insert: Insert;
  readonly table: CatalogTable;
  readonly query: PlanNode;
  readonly partition: StaticPartition;
}

/**
 * Brings a query's columns into the order of the table's where INSERT names its columns or gives a partition; those left out
 * become NULL. Else the query stays as it is.
 */
export function arrangeColumns(
  context: PlannerContext,
  { insert, table, query, partition }: Arrangement,
): PlanNode | undefined {
  if (insert.columns === undefined && partition.size === 0) return query;
  const columns = persistedColumns(table);
  const targets = insertTargets(context, insert, columns, table);
  if (targets === undefined) return undefined;
  const doubly = targets.find((name) => partition.has(name));
  if (insert.columns !== undefined && doubly !== undefined)
    return refuse(
      context,
      'TSQL_NAME_DUPLICATE',
      { kind: 'column', name: doubly },
      insert.columns[0]?.span ?? insert.span,
    );
  const names = insert.columns === undefined ? targets.filter((name) => !partition.has(name)) : targets;
  if (names.length !== query.fields.length) {
    const reason = `INSERT takes ${names.length} columns here (${names.join(', ')}), but the query has ${query.fields.length}`;
    return invalid(context, reason, insert.query.span);
  }
  const given = inputs(query);
  const expressions = columns.map(
    ({ name, type }) => partition.get(name) ?? given[names.indexOf(name)] ?? nullLiteral(type),
  );
  const missing = columns.filter(({ name, type }) => !type.nullable && !names.includes(name) && !partition.has(name));
  for (const column of missing) {
    invalid(
      context,
      `column ${column.name} is NOT NULL and has to be given a value`,
      insert.columns?.[0]?.span ?? insert.span,
    );
  }
  if (missing.length > 0) return undefined;
  const labels = columns.map(({ name }) => query.fields[names.indexOf(name)]?.name ?? name);
  return project(query, expressions, labels, jobSettings(context.settings).localTimeZone);
}

/** The columns that INSERT names, else all. */
function insertTargets(
  context: PlannerContext,
  insert: Insert,
  columns: readonly PersistedColumn[],
  table: CatalogTable,
): readonly string[] | undefined {
  const names: string[] = [];
  let complete = true;
  if (insert.columns === undefined) return columns.map(({ name }) => name);
  for (const target of insert.columns) {
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
