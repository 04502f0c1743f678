import { type Column, INT, type LogicalType, withNullability } from '@tsql/core';
import type { ColumnDefinition, ComputedColumn, MetadataColumn, PhysicalColumn } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse } from '../query/expression-context.js';
import { resolveExpression } from '../query/resolve-expression.js';
import { jobSettings } from '../settings/index.js';
import { resolveType } from '../types/resolve-type.js';
import { expressionText } from './sql-text.js';
import type { TableDraft } from './table-builder.js';

/** Adds columns to a draft: first those with declared types, then computed ones, which may use all of the former. */
export function addColumns(
  context: PlannerContext,
  draft: TableDraft,
  definitions: readonly ColumnDefinition[],
): boolean {
  const resolved = definitions.map((definition) => declaredColumn(context, definition));
  const known = new Set(draft.columns.map((column) => column.name));
  let complete = resolved.every(
    (column, index) => column !== undefined || definitions[index]?.kind === 'ComputedColumn',
  );
  for (const definition of definitions) {
    const name = columnName(definition);
    if (known.has(name)) {
      refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name }, definition.name.span);
      complete = false;
    }
    known.add(name);
  }
  const base = [...draft.columns.filter((column) => column.kind !== 'computed'), ...resolved.filter(isColumn)];
  for (const [index, definition] of definitions.entries()) {
    const column =
      definition.kind === 'ComputedColumn'
        ? computedColumn(context, definition, complete ? base : undefined)
        : resolved[index];
    if (column === undefined) {
      complete = false;
      continue;
    }
    draft.columns.push(column);
    if (definition.kind === 'ComputedColumn') draft.computed.set(column.name, definition.expression);
  }
  return complete && checkMetadataKeys(context, draft);
}

const isColumn = (column: Column | undefined): column is Column => column !== undefined;

export const columnName = ({ name }: ColumnDefinition): string => name.parts.map((part) => part.text).join('.');

function declaredColumn(context: PlannerContext, definition: ColumnDefinition): Column | undefined {
  if (definition.kind === 'ComputedColumn') return undefined;
  if (definition.type.kind === 'IntervalType') {
    return invalid(context, 'a column cannot be an INTERVAL', definition.type.span);
  }
  const type = resolveType(definition.type, context.accept);
  if (type === undefined) return undefined;
  return definition.kind === 'PhysicalColumn' ? physicalColumn(definition, type) : metadataColumn(definition, type);
}

/** An empty comment is lost, as in Flink. */
const commentOf = ({ comment }: ColumnDefinition) =>
  comment === undefined || comment.value === '' ? {} : { comment: comment.value };

const physicalColumn = (definition: PhysicalColumn, type: LogicalType): Column => ({
  kind: 'physical',
  name: columnName(definition),
  type,
  span: definition.span,
  ...commentOf(definition),
});

const metadataColumn = (definition: MetadataColumn, type: LogicalType): Column => ({
  kind: 'metadata',
  name: columnName(definition),
  type,
  metadataKey: definition.metadataKey?.value ?? columnName(definition),
  isVirtual: definition.isVirtual,
  span: definition.span,
  ...commentOf(definition),
});

/** A computed column sees physical and metadata columns, but no other computed one. */
function computedColumn(
  context: PlannerContext,
  definition: ComputedColumn,
  base: readonly Column[] | undefined,
): Column | undefined {
  if (base === undefined) return undefined;
  const columns = base.map(({ name, type }, index) => ({ name, type, index }));
  const scope = { sources: [{ alias: undefined, path: [], columns }] };
  const { localTimeZone } = jobSettings(context.settings);
  const found = resolveExpression({ planner: context, scope, localTimeZone }, definition.expression);
  if (found === undefined) return undefined;
  return {
    kind: 'computed',
    name: columnName(definition),
    type: found.type.kind === 'NULL' ? withNullability(INT, true) : found.type,
    expression: expressionText(definition.expression),
    span: definition.span,
    ...commentOf(definition),
  };
}

function checkMetadataKeys(context: PlannerContext, draft: TableDraft): boolean {
  const byKey = new Map<string, string>();
  for (const column of draft.columns) {
    if (column.kind !== 'metadata') continue;
    const other = byKey.get(column.metadataKey);
    if (other !== undefined) {
      const reason = `columns ${other} and ${column.name} have the same metadata key '${column.metadataKey}'`;
      invalid(context, reason, column.span ?? draft.span, 'declare one, and compute the other from it');
      return false;
    }
    byKey.set(column.metadataKey, column.name);
  }
  return true;
}
