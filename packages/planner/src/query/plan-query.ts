import { type LogicalType, printType } from '@tsql/core';
import { commonType } from '@tsql/functions';
import type { Expression as ExpressionNode, Query, QueryBody, SetOperation } from '@tsql/grammar';
import type { PlanField, PlanNode } from '../plan/index.js';
import { convert } from './build-expression.js';
import { inputs, project } from './build-node.js';
import { firstRows } from './build-rank.js';
import { distinctRows } from './distinct-rows.js';
import { invalid, refuse } from './expression-context.js';
import { isLiteral } from './fold.js';
import { planFrom, renameColumns } from './plan-from.js';
import { type PlannedSelect, planSelect } from './plan-select.js';
import { planValues } from './plan-values.js';
import type { QueryContext } from './query-context.js';
import { resolveExpression } from './resolve-expression.js';
import { EMPTY_SCOPE } from './scope.js';
import { resolveSortKey } from './sort-keys.js';

/** Plans a query, or reports what is wrong with it and returns undefined. */
export function planQuery(context: QueryContext, query: Query): PlanNode | undefined {
  const inner = withQueries(context, query);
  const body = planSorted(inner, query);
  const offset = rowCount(inner, query.offset, 'OFFSET');
  const count = rowCount(inner, query.limit, 'LIMIT');
  if (body === undefined) return undefined;
  const limited =
    query.offset === undefined && query.limit === undefined
      ? body
      : sortable(body, query, offset, count, inner.runtimeMode === 'streaming');
  if (limited === undefined || (query.orderBy.length > 0 && !checkSort(inner, query, limited))) return undefined;
  return limited;
}

function sortable(
  body: PlanNode,
  query: Query,
  offset: number | undefined,
  count: number | undefined,
  isStreaming: boolean,
): PlanNode | undefined {
  if ((query.offset !== undefined && offset === undefined) || (query.limit !== undefined && count === undefined)) {
    return undefined;
  }
  // A projection that drops the sort keys stays above the limit: it is the cheaper order.
  const limit = (input: PlanNode): PlanNode => ({
    kind: 'limit',
    input,
    offset: offset ?? 0,
    count,
    fields: input.fields,
    isUpdating: input.isUpdating,
  });
  const first = (input: PlanNode): PlanNode =>
    input.kind === 'sort' && isStreaming && count !== undefined
      ? firstRows(input.input, input.keys, offset ?? 0, count)
      : limit(input);
  if (body.kind !== 'project' || body.input.kind !== 'sort') return first(body);
  const input = first(body.input);
  return { ...body, input, isUpdating: input.isUpdating };
}

/** The queries of WITH, each seeing those before it. */
function withQueries(context: QueryContext, query: Query): QueryContext {
  let inner = context;
  for (const item of query.with) {
    const planned = planQuery(inner, item.query);
    const renamed = planned && item.columns ? renameColumns(inner, planned, item.columns) : planned;
    inner = { ...inner, withQueries: new Map([...inner.withQueries, [item.name.text, renamed]]) };
  }
  return inner;
}

function planSorted(context: QueryContext, query: Query): PlanNode | undefined {
  const { body, orderBy } = query;
  const planned: PlannedSelect | undefined =
    body.kind === 'Select' ? planSelect(context, body, orderBy) : sortedByName(context, body, query);
  if (planned === undefined) return undefined;
  const { node, keys, width } = planned;
  if (keys.length === 0) return node;
  const sorted: PlanNode = { kind: 'sort', input: node, keys, fields: node.fields, isUpdating: node.isUpdating };
  if (width === node.fields.length) return sorted;
  const names = node.fields.map((field) => field.name);
  return project(sorted, inputs(sorted).slice(0, width), names, context.localTimeZone);
}

/** ORDER BY over a UNION or VALUES sees its columns only. */
function sortedByName(context: QueryContext, body: QueryBody, { orderBy }: Query): PlannedSelect | undefined {
  const node = planBody(context, body);
  if (node === undefined) return undefined;
  const columns = node.fields.map(({ name, type }, index) => ({
    name,
    alias: undefined,
    expression: { kind: 'input', index, type } as const,
  }));
  const { planner, localTimeZone } = context;
  const keys = orderBy.map((item) => {
    const key = resolveSortKey({ planner, scope: EMPTY_SCOPE, localTimeZone }, columns, item);
    return key !== undefined && 'index' in key ? key : undefined;
  });
  return keys.every((key) => key !== undefined) ? { node, keys, width: node.fields.length } : undefined;
}

function planBody(context: QueryContext, body: QueryBody): PlanNode | undefined {
  switch (body.kind) {
    case 'Select':
      return planSelect(context, body, [])?.node;
    case 'Query':
      return planQuery(context, body);
    case 'Values':
      return planValues(context, body);
    case 'ExplicitTable':
      return planFrom(context, { kind: 'TableRef', name: body.name, hints: [], span: body.span })?.node;
    case 'SetOperation':
      return planSetOperation(context, body);
  }
}

function planSetOperation(context: QueryContext, node: SetOperation): PlanNode | undefined {
  const left = planBody(context, node.left);
  const right = planBody(context, node.right);
  if (left === undefined || right === undefined) return undefined;
  const { planner } = context;
  if (left.fields.length !== right.fields.length) {
    const reason = `the sides of ${node.operator} have ${left.fields.length} and ${right.fields.length} columns`;
    return invalid(planner, reason, node.right.span);
  }
  const types = left.fields.map((field, index) => sharedType(context, node, field.type, right.fields[index]?.type));
  if (!types.every((type) => type !== undefined)) return undefined;
  const names = left.fields.map((field) => field.name);
  const sides = [left, right].flatMap((side) => {
    const converted = as(context, side, types, names);
    return converted.kind === 'union' ? converted.inputs : [converted];
  });
  const fields = left.fields.map(({ name, type }, index) => ({ name, type: types[index] ?? type }));
  if (node.operator !== 'UNION') return counted(context, node, [left, right], fields);
  const isUpdating = sides.some((side) => side.isUpdating);
  const union: PlanNode = { kind: 'union', inputs: sides, fields, isUpdating };
  return node.all ? union : distinctRows(union, context.runtimeMode === 'streaming');
}

/** INTERSECT and EXCEPT. */
function counted(
  context: QueryContext,
  { operator, all }: SetOperation,
  [left, right]: readonly [PlanNode, PlanNode],
  fields: readonly PlanField[],
): PlanNode {
  const types = fields.map(({ type }) => type);
  const names = fields.map(({ name }) => name);
  const isStreaming = context.runtimeMode === 'streaming';
  const sides = [as(context, left, types, names), as(context, right, types, names)] as const;
  return {
    kind: 'set-operation',
    inputs: sides,
    operator: operator === 'INTERSECT' ? 'INTERSECT' : 'EXCEPT',
    all,
    isStreaming,
    fields,
    isUpdating: isStreaming,
  };
}

function sharedType(
  { planner }: QueryContext,
  node: SetOperation,
  left: LogicalType,
  right: LogicalType | undefined,
): LogicalType | undefined {
  const type = right && commonType([left, right], { promotesToString: true });
  if (type !== undefined) return type;
  const found = `${printType(left)} and ${right === undefined ? '?' : printType(right)}`;
  return refuse(
    planner,
    'TSQL_TYPE_MISMATCH',
    { found, expected: `columns of one type in ${node.operator}` },
    node.span,
  );
}

function as(
  { localTimeZone }: QueryContext,
  node: PlanNode,
  types: readonly LogicalType[],
  names: readonly string[],
): PlanNode {
  const expressions = inputs(node).map((input, index) => convert(input, types[index] ?? input.type, localTimeZone));
  return project(node, expressions, names, localTimeZone);
}

/** The number of LIMIT or OFFSET: a constant. */
function rowCount(context: QueryContext, node: ExpressionNode | undefined, what: string): number | undefined {
  if (node === undefined) return undefined;
  const { planner, localTimeZone } = context;
  const value = resolveExpression({ planner, scope: EMPTY_SCOPE, localTimeZone }, node);
  if (value === undefined) return undefined;
  const count = isLiteral(value) ? Number(value.value) : Number.NaN;
  if (Number.isInteger(count) && count >= 0) return count;
  return invalid(planner, `${what} takes a whole number`, node.span);
}

/** Streaming sorts by time only, which needs watermarks; with LIMIT it is a Top-N, which needs state. */
function checkSort({ planner, runtimeMode }: QueryContext, query: Query, node: PlanNode): boolean {
  const [first] = query.orderBy;
  if (runtimeMode === 'batch' || first === undefined || node.kind === 'values') return true;
  if (query.limit !== undefined) return true;
  const hint = "SET 'execution.runtime-mode' = 'batch'";
  invalid(planner, 'rows without end can be sorted by an ascending time attribute only', first.span, hint);
  return false;
}
