import { withNullability } from '@tsql/core';
import type { Expression as ExpressionNode, NamePart, Select, SelectItem, Star } from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { isUntypedNull, refuseUntypedNull } from './build-expression.js';
import { type ExpressionContext, invalid, refuse } from './expression-context.js';
import { resolveExpression } from './resolve-expression.js';
import { findColumns, findSource, type ScopeColumn } from './scope.js';

/** One column of a SELECT list. */
export interface SelectedColumn {
  readonly name: string;
  readonly expression: Expression;
  /** The name that the list gives it by AS. */
  readonly alias: string | undefined;
}

/** The columns of a SELECT list, stars expanded; undefined where something was refused. */
export function selectItems(context: ExpressionContext, select: Select): readonly SelectedColumn[] | undefined {
  const columns: SelectedColumn[] = [];
  let complete = true;
  for (const item of select.items) {
    const found = item.kind === 'Star' ? expandStar(context, item) : selectedExpression(context, item, columns.length);
    if (found === undefined) complete = false;
    else columns.push(...found);
  }
  return complete ? columns : undefined;
}

function selectedExpression(
  context: ExpressionContext,
  item: SelectItem,
  position: number,
): readonly SelectedColumn[] | undefined {
  const expression = resolveExpression(context, item.expression);
  if (expression === undefined) return undefined;
  if (isUntypedNull(expression)) {
    return refuseUntypedNull(context, item.expression.span);
  }
  const alias = item.alias?.text;
  const name = alias ?? impliedName(item.expression) ?? `EXPR$${position}`;
  return [{ name, expression, alias }];
}

/** A column keeps its name; any other expression has none. */
function impliedName(node: ExpressionNode): string | undefined {
  return node.kind === 'Identifier' ? node.parts.at(-1)?.text : undefined;
}

function expandStar(context: ExpressionContext, star: Star): readonly SelectedColumn[] | undefined {
  if (star.qualifier === undefined) {
    if (context.scope.sources.length === 0) return invalid(context, '* needs a FROM', star.span);
    const all = context.scope.sources.flatMap((source) => source.columns);
    return all.filter(({ isMerged }) => isMerged !== true).map(selectedColumn);
  }
  const { parts } = star.qualifier;
  const source = findSource(
    context.scope,
    parts.map((part) => part.text),
  );
  if (source !== undefined) return source.columns.map(selectedColumn);
  return expandRow(context, star, parts);
}

const selectedColumn = ({ name, type, index }: ScopeColumn): SelectedColumn => ({
  name,
  expression: { kind: 'input', index, type },
  alias: undefined,
});

/** `r.*` of a column of type ROW: its fields. */
function expandRow(
  context: ExpressionContext,
  star: Star,
  parts: readonly NamePart[],
): readonly SelectedColumn[] | undefined {
  const name = parts.map((part) => part.text).join('.');
  const [first] = parts;
  if (star.qualifier === undefined || first === undefined) return undefined;
  const isKnown = findColumns(context.scope, first.text).length > 0 || findSource(context.scope, [first.text]);
  if (!isKnown) return refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'table', name }, star.qualifier.span);
  const row = resolveExpression(context, star.qualifier);
  if (row === undefined) return undefined;
  if (row.type.kind !== 'ROW') return invalid(context, `${name} is neither a table nor a ROW`, star.qualifier.span);
  const { nullable } = row.type;
  return row.type.fields.map((field, index) => ({
    name: field.name,
    alias: undefined,
    expression: {
      kind: 'field',
      input: row,
      index,
      type: withNullability(field.type, nullable || field.type.nullable),
      span: star.span,
    },
  }));
}
