import type { OrderItem } from '@tsql/grammar';
import type { Expression, SortKey } from '../plan/index.js';
import { type ExpressionContext, invalid, refuse } from './expression-context.js';
import { resolveExpression } from './resolve-expression.js';
import type { SelectedColumn } from './select-items.js';

/** A key of ORDER BY that is a column of the rows it sorts. */
export type ResolvedSortKey = SortKey;

interface ExpressionSortKey extends Omit<SortKey, 'index'> {
  readonly expression: Expression;
}

/** What ORDER BY sorts by: a column by position or name, or an expression over FROM. */
export function resolveSortKey(
  context: ExpressionContext,
  columns: readonly SelectedColumn[],
  item: OrderItem,
): ResolvedSortKey | ExpressionSortKey | undefined {
  const isDescending = item.direction === 'DESC';
  // Flink sorts NULLs first ascending, last descending.
  const nullsFirst = item.nulls === undefined ? !isDescending : item.nulls === 'FIRST';
  const order = { isDescending, nullsFirst };
  const node = item.expression;
  if (node.kind === 'NumericLiteral') {
    const position = Number(node.text);
    if (Number.isInteger(position) && position >= 1 && position <= columns.length) {
      return { index: position - 1, ...order };
    }
    return invalid(context, `there is no column ${node.text} to sort by`, node.span);
  }
  if (node.kind === 'Identifier' && node.parts.length === 1) {
    const name = node.parts[0]?.text ?? '';
    const found = columns.flatMap((column, index) => (column.name === name ? [index] : []));
    const [first] = found;
    if (first !== undefined && found.length === 1) return { index: first, ...order };
    if (first !== undefined) {
      const candidates = found.map((index) => `column ${index + 1}`).join(', ');
      return refuse(context, 'TSQL_NAME_AMBIGUOUS', { name, candidates }, node.span);
    }
  }
  const expression = resolveExpression(context, node);
  if (expression === undefined) return undefined;
  const same = columns.findIndex((column) => sameExpression(column.expression, expression));
  return same >= 0 ? { index: same, ...order } : { expression, ...order };
}

function sameExpression(a: Expression, b: Expression): boolean {
  return a.kind === 'input' && b.kind === 'input' && a.index === b.index;
}
