import type { OrderItem, Select } from '@tsql/grammar';
import type { Expression, PlanNode } from '../plan/index.js';
import { checkHint } from '../table/table-options.js';
import { filter, ONE_ROW, project } from './build-node.js';
import { type ExpressionContext, unsupported } from './expression-context.js';
import { planFrom } from './plan-from.js';
import type { QueryContext } from './query-context.js';
import type { Relation } from './relation.js';
import { resolveCondition } from './resolve-predicate.js';
import { EMPTY_SCOPE } from './scope.js';
import { type SelectedColumn, selectItems } from './select-items.js';
import { type ResolvedSortKey, resolveSortKey } from './sort-keys.js';

/** A planned SELECT with the keys of ORDER BY behind its columns, where those are not among them. */
export interface PlannedSelect {
  readonly node: PlanNode;
  readonly keys: readonly ResolvedSortKey[];
  /** How many of the node's fields are the SELECT list's. */
  readonly width: number;
}

/** Plans a SELECT; ORDER BY may name columns of FROM that the list has not. */
export function planSelect(
  context: QueryContext,
  select: Select,
  orderBy: readonly OrderItem[],
): PlannedSelect | undefined {
  if (!select.hints.every((hint) => checkHint(context.planner, hint))) return undefined;
  const from: Relation | undefined =
    select.from === undefined ? { node: ONE_ROW, scope: EMPTY_SCOPE } : planFrom(context, select.from);
  if (from === undefined) return undefined;
  const { planner, localTimeZone } = context;
  const expressions: ExpressionContext = { planner, scope: from.scope, localTimeZone };
  const condition =
    select.where === undefined
      ? undefined
      : resolveCondition({ ...expressions, clause: 'WHERE' }, select.where, 'WHERE');
  if (refusesState(context, select)) return undefined;
  const columns = selectItems(expressions, select);
  if (columns === undefined || (select.where !== undefined && condition === undefined)) return undefined;
  const filtered = condition === undefined ? from.node : filter(from.node, condition, localTimeZone);
  return projected(context, filtered, { columns, orderBy, expressions });
}

/** What needs state is refused with a clear text. */
function refusesState({ planner }: QueryContext, select: Select): boolean {
  if (select.groupBy !== undefined) unsupported(planner, 'GROUP BY', select.groupBy.span);
  else if (select.having !== undefined) unsupported(planner, 'HAVING', select.having.span);
  else if (select.quantifier === 'DISTINCT') unsupported(planner, 'SELECT DISTINCT', select.span);
  else return false;
  return true;
}

interface Projection {
  readonly columns: readonly SelectedColumn[];
  readonly orderBy: readonly OrderItem[];
  readonly expressions: ExpressionContext;
}

function projected(context: QueryContext, input: PlanNode, parts: Projection): PlannedSelect | undefined {
  const { columns, orderBy, expressions } = parts;
  const extra: Expression[] = [];
  const keys = orderBy.map((item) => {
    const found = resolveSortKey(expressions, columns, item);
    if (found === undefined || 'index' in found) return found;
    extra.push(found.expression);
    return { ...found, index: columns.length + extra.length - 1 };
  });
  if (!keys.every((key) => key !== undefined)) return undefined;
  const node = project(
    input,
    [...columns.map((column) => column.expression), ...extra],
    [...columns.map((column) => column.name), ...extra.map((_, index) => `$key$${index}`)],
    context.localTimeZone,
  );
  return { node, keys, width: columns.length };
}
