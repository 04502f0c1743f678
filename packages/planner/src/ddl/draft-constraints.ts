import { type Column, notNull, printType, type SourceSpan } from '@tsql/core';
import type { ColumnConstraint, ColumnDefinition, NamePart, TableConstraint, Watermark } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse } from '../query/expression-context.js';
import { resolveExpression } from '../query/resolve-expression.js';
import { jobSettings } from '../settings/index.js';
import { columnName } from './draft-columns.js';
import { expressionText } from './sql-text.js';
import type { TableDraft } from './table-builder.js';

interface KeyDefinition {
  readonly constraint: ColumnConstraint | TableConstraint;
  readonly columns: readonly { readonly text: string; readonly span: SourceSpan }[];
}

/** All constraints of a statement: those behind columns and those of their own. */
export function keyDefinitions(
  columns: readonly ColumnDefinition[],
  constraints: readonly TableConstraint[],
): readonly KeyDefinition[] {
  const inline = columns.flatMap((definition) => {
    if (definition.kind !== 'PhysicalColumn' || definition.constraint === undefined) return [];
    const { constraint } = definition;
    return [{ constraint, columns: [{ text: columnName(definition), span: definition.name.span }] }];
  });
  return [...inline, ...constraints.map((constraint) => ({ constraint, columns: constraint.columns }))];
}

/** Gives a draft its primary key: only NOT ENFORCED, of physical columns, which become NOT NULL. */
export function setPrimaryKey(
  context: PlannerContext,
  draft: TableDraft,
  definitions: readonly KeyDefinition[],
): boolean {
  const [first, second] = definitions;
  for (const { constraint } of definitions) {
    if (!checkConstraint(context, constraint)) return false;
  }
  if (first === undefined) return true;
  if (second !== undefined) {
    refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'constraint', name: 'PRIMARY KEY' }, second.constraint.span);
    return false;
  }
  if (!first.columns.every((column) => checkKeyColumn(context, draft, column, first.columns))) return false;
  const names = first.columns.map((column) => column.text);
  draft.primaryKey = {
    name: first.constraint.name?.text ?? `PK_${names.join('_')}`,
    columns: names,
    span: first.constraint.span,
  };
  draft.columns = draft.columns.map((column) =>
    names.includes(column.name) ? { ...column, type: notNull(column.type) } : column,
  );
  return true;
}

function checkConstraint(context: PlannerContext, constraint: ColumnConstraint | TableConstraint): boolean {
  if (constraint.constraint === 'UNIQUE') {
    invalid(context, 'UNIQUE is not supported by Flink', constraint.span);
    return false;
  }
  if (constraint.enforcement === 'NOT ENFORCED') return true;
  invalid(context, 'a PRIMARY KEY is not checked by Flink and has to say so', constraint.span, 'add NOT ENFORCED');
  return false;
}

function checkKeyColumn(
  context: PlannerContext,
  draft: TableDraft,
  { text: name, span }: { readonly text: string; readonly span: SourceSpan },
  all: readonly { readonly text: string }[],
): boolean {
  const column = draft.columns.find((candidate) => candidate.name === name);
  if (column === undefined) refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name }, span);
  else if (column.kind !== 'physical') {
    invalid(context, `a PRIMARY KEY consists of physical columns, but ${name} is ${column.kind}`, span);
  } else if (all.filter((candidate) => candidate.text === name).length > 1) {
    refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name: `${name} of the PRIMARY KEY` }, span);
  } else return true;
  return false;
}

/** Gives a draft its watermark: on a TIMESTAMP or TIMESTAMP_LTZ of at most 3 digits, by an expression of that kind. */
export function setWatermark(context: PlannerContext, draft: TableDraft, watermark: Watermark): boolean {
  const type = rowtimeType(context, draft, watermark.column.parts, watermark.column.span);
  if (type === undefined) return false;
  const columns = draft.columns.map((column, index) => ({ name: column.name, type: column.type, index }));
  const scope = { sources: [{ alias: undefined, path: [], columns }] };
  const { localTimeZone } = jobSettings(context.settings);
  const strategy = resolveExpression({ planner: context, scope, localTimeZone }, watermark.strategy);
  if (strategy === undefined) return false;
  if (!isRowtime(strategy.type)) {
    const expected = 'TIMESTAMP(p) or TIMESTAMP_LTZ(p), p at most 3';
    refuse(context, 'TSQL_TYPE_MISMATCH', { found: printType(strategy.type), expected }, watermark.strategy.span);
    return false;
  }
  draft.watermark = {
    column: watermark.column.parts.map((part) => part.text).join('.'),
    expression: expressionText(watermark.strategy),
    span: watermark.span,
  };
  draft.watermarkStrategy = watermark.strategy;
  return true;
}

function rowtimeType(
  context: PlannerContext,
  draft: TableDraft,
  [first, ...fields]: readonly NamePart[],
  span: SourceSpan,
): Column['type'] | undefined {
  let type = draft.columns.find((column) => column.name === first?.text)?.type;
  for (const field of fields) {
    type = type?.kind === 'ROW' ? type.fields.find((candidate) => candidate.name === field.text)?.type : undefined;
  }
  const name = [first, ...fields].map((part) => part?.text ?? '').join('.');
  if (type === undefined) {
    const hint = `there are ${draft.columns.map((column) => column.name).join(', ')}`;
    return refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name }, span, { hint });
  }
  if (isRowtime(type)) return type;
  const expected = 'TIMESTAMP(p) or TIMESTAMP_LTZ(p), p at most 3, for a watermark';
  return refuse(context, 'TSQL_TYPE_MISMATCH', { found: printType(type), expected }, span);
}

const isRowtime = (type: Column['type']): boolean =>
  (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') && type.precision <= 3;
