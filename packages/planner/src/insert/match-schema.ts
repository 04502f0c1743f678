import { printType, type SourceSpan } from '@tsql/core';
import { canCastImplicitly } from '@tsql/functions';
import type { Query } from '@tsql/grammar';
import { type CatalogTable, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import type { PlanNode } from '../plan/index.js';
import { convert } from '../query/build-expression.js';
import { inputs, project } from '../query/build-node.js';
import { refuse } from '../query/expression-context.js';
import { jobSettings } from '../settings/index.js';
import { type PersistedColumn, persistedColumns } from './sink-columns.js';

/** Converts a query's columns to the table's, by position, where Flink does so without CAST; else reports both schemas. */
export function matchSchema(
  context: PlannerContext,
  table: CatalogTable,
  query: PlanNode,
  source: Query,
): PlanNode | undefined {
  const columns = persistedColumns(table);
  const report = (cause: string, span: SourceSpan): undefined =>
    refuse(context, 'TSQL_PLAN_SINK_SCHEMA', schemas(table, query, columns, cause), span);
  if (query.fields.length !== columns.length) {
    return report(`different number of columns (${query.fields.length} and ${columns.length})`, source.span);
  }
  const { localTimeZone } = jobSettings(context.settings);
  let fits = true;
  const expressions = inputs(query).map((input, index) => {
    const column = columns[index];
    if (column === undefined || canCastImplicitly(input.type, column.type)) {
      return column === undefined ? input : convert(input, column.type, localTimeZone);
    }
    fits = false;
    report(`incompatible types for column ${column.name} at position ${index + 1}`, itemSpan(source, index));
    return input;
  });
  if (!fits) return undefined;
  return project(
    query,
    expressions,
    columns.map((column) => column.name),
    localTimeZone,
  );
}

function schemas(
  table: CatalogTable,
  query: PlanNode,
  columns: readonly PersistedColumn[],
  cause: string,
): Readonly<Record<string, string>> {
  const print = ({ name, type }: Pick<PersistedColumn, 'name' | 'type'>) => `${name}: ${printType(type)}`;
  return {
    table: printPath(table.path),
    cause,
    query: query.fields.map(print).join(', '),
    sink: columns.map(print).join(', '),
  };
}

/** The place of a query's column: its entry in the SELECT list or the first row of VALUES, where it has one. */
function itemSpan({ body, span }: Query, index: number): SourceSpan {
  if (body.kind === 'Select') {
    const hasStar = body.items.slice(0, index + 1).some((item) => item.kind === 'Star');
    return hasStar ? span : (body.items[index]?.span ?? span);
  }
  return body.kind === 'Values' ? (body.rows[0]?.values[index]?.span ?? span) : span;
}
