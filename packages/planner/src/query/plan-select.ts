import type { OrderItem, Select } from '@tsql/grammar';
import type { Expression, PlanNode } from '../plan/index.js';
import { checkHint } from '../table/table-options.js';
import type { Aggregation } from './aggregation.js';
import { logic } from './build-expression.js';
import { filter, ONE_ROW, project } from './build-node.js';
import { windowed } from './build-window.js';
import { distinctRows } from './distinct-rows.js';
import { type ExpressionContext, invalid } from './expression-context.js';
import { planGroupWindow } from './group-window.js';
import { OverCalls } from './over-calls.js';
import { planFrom } from './plan-from.js';
import { planGrouping } from './plan-grouping.js';
import type { QueryContext } from './query-context.js';
import type { Relation } from './relation.js';
import { resolveCondition } from './resolve-predicate.js';
import { EMPTY_SCOPE } from './scope.js';
import { type SelectedColumn, selectItems } from './select-items.js';
import { type ResolvedSortKey, resolveSortKey } from './sort-keys.js';
import { filterBySubquery, Subqueries, splitConditions } from './subqueries.js';

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
  const subqueries = new Subqueries(context, from.scope, from.node.fields.length);
  const expressions: ExpressionContext = {
    planner,
    scope: from.scope,
    localTimeZone,
    outer: context.outer,
    subqueries,
  };
  const filtered = planWhere(context, expressions, from.node, select, subqueries);
  const isStreaming = context.runtimeMode === 'streaming';
  const groupWindow = planGroupWindow(expressions, select, from.node, isStreaming);
  if (groupWindow === false) return undefined;
  const aggregation = planGrouping({ ...expressions, groupWindow }, select);
  if (aggregation === undefined) return undefined;
  const overCalls = new OverCalls();
  const grouped: ExpressionContext = { ...expressions, aggregation, groupWindow };
  const over: ExpressionContext = { ...grouped, over: overCalls, windows: select.windows };
  const columns = selectItems(over, select);
  if (columns === undefined || filtered === undefined) return undefined;
  const having = select.having === undefined ? undefined : resolveCondition(grouped, select.having, 'HAVING');
  if (select.having !== undefined && having === undefined) return undefined;
  const valued = subqueries.join(filtered.node, filtered.subqueries);
  const rows =
    groupWindow === undefined ? valued : windowed(valued, groupWindow.time, groupWindow.window, localTimeZone);
  const planned = projected(context, rows, {
    columns,
    orderBy,
    expressions: over,
    grouping: { aggregation, having, select },
    overCalls,
  });
  return planned && select.quantifier === 'DISTINCT' ? distinct(context, select, planned) : planned;
}

/** The rows that WHERE lets through, and how many subqueries' values it has put behind them. */
function planWhere(
  context: QueryContext,
  expressions: ExpressionContext,
  from: PlanNode,
  { where }: Select,
  values: Subqueries,
): { readonly node: PlanNode; readonly subqueries: number } | undefined {
  const { rest, subqueries } = splitConditions(where);
  const within: ExpressionContext = { ...expressions, clause: 'WHERE' };
  const conditions = rest.map((node) => resolveCondition(within, node, 'WHERE'));
  if (!conditions.every((condition) => condition !== undefined)) return undefined;
  const count = values.count;
  const condition = conditions.length === 0 ? undefined : logic('and', conditions);
  const valued = values.join(from, 0, count);
  let node = condition === undefined ? valued : filter(valued, condition, context.localTimeZone);
  for (const subquery of subqueries) {
    const passed = filterBySubquery(context, within, node, subquery);
    if (passed === undefined) return undefined;
    node = passed;
  }
  return { node, subqueries: count };
}

/** Each row once: a group for each. */
function distinct(
  context: QueryContext,
  select: Select,
  { node, keys, width }: PlannedSelect,
): PlannedSelect | undefined {
  if (width < node.fields.length) {
    return invalid(context.planner, 'with DISTINCT, ORDER BY can name columns of the SELECT list only', select.span);
  }
  return { node: distinctRows(node, context.runtimeMode === 'streaming'), keys, width };
}

interface Projection {
  readonly columns: readonly SelectedColumn[];
  readonly orderBy: readonly OrderItem[];
  readonly expressions: ExpressionContext;
  readonly overCalls: OverCalls;
  readonly grouping: {
    readonly aggregation: Aggregation;
    readonly having: Expression | undefined;
    readonly select: Select;
  };
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
  const grouped = groupedBy(context, input, [...columns.map((column) => column.expression), ...extra], parts);
  if (grouped === undefined) return undefined;
  const isStreaming = context.runtimeMode === 'streaming';
  const placed = parts.overCalls.isEmpty
    ? { node: grouped.node, replace: (expression: Expression) => expression }
    : parts.overCalls.place(grouped.node, grouped.over, { isStreaming, localTimeZone: context.localTimeZone });
  if (placed === undefined) return undefined;
  const node = project(
    placed.node,
    grouped.expressions.map(placed.replace),
    [...columns.map((column) => column.name), ...extra.map((_, index) => `$key$${index}`)],
    context.localTimeZone,
  );
  return { node, keys, width: columns.length };
}

interface GroupedRows {
  readonly node: PlanNode;
  readonly expressions: readonly Expression[];
  /** Brings an expression over FROM over the rows. */
  readonly over: (expression: Expression) => Expression | undefined;
}

/** The expressions over the groups, where the SELECT has any; else as they are. */
function groupedBy(
  context: QueryContext,
  input: PlanNode,
  given: readonly Expression[],
  { expressions: scope, grouping: { aggregation, having, select } }: Projection,
): GroupedRows | undefined {
  if (select.groupBy === undefined && select.having === undefined && !aggregation.hasCalls) {
    return { node: input, expressions: given, over: (expression) => expression };
  }
  const { localTimeZone } = context;
  const groups = aggregation.node(input, context.runtimeMode === 'streaming', localTimeZone);
  const condition = having && aggregation.overGroups(scope, having);
  const over = given.map((expression) => aggregation.overGroups(scope, expression));
  if ((having !== undefined && condition === undefined) || !over.every((each) => each !== undefined)) return undefined;
  return {
    node: condition === undefined ? groups : filter(groups, condition, localTimeZone),
    expressions: over,
    over: (expression) => aggregation.overGroups(scope, expression),
  };
}
