import { withNullability } from '@tsql/core';
import type { ExistsPredicate, Expression as ExpressionNode, InSubqueryPredicate, Query } from '@tsql/grammar';
import type { AggregateNode, Expression, JoinType, PlanNode } from '../plan/index.js';
import { call } from './build-expression.js';
import { allOf, join, OUTER, shifted } from './build-join.js';
import { type Decorrelated, decorrelate } from './decorrelate.js';
import { type ExpressionContext, invalid, unsupported } from './expression-context.js';
import { planQuery } from './plan-query.js';
import type { QueryContext } from './query-context.js';
import { resolveExpression } from './resolve-expression.js';
import type { Scope } from './scope.js';

/** The values of subqueries that a SELECT's expressions read: columns behind those of FROM. */
export class Subqueries {
  private readonly found: Decorrelated[] = [];

  constructor(
    private readonly context: QueryContext,
    private readonly scope: Scope,
    private readonly width: number,
  ) {}

  /** `(SELECT …)` for a value: NULL where it has no row, an error where it has several. */
  add(context: ExpressionContext, query: Query): Expression | undefined {
    const planned = planQuery({ ...this.context, outer: this.scope }, query);
    const [field, second] = planned?.fields ?? [];
    if (planned === undefined || field === undefined) return undefined;
    if (second !== undefined)
      return invalid(
        context,
        `a subquery that stands for a value has one column, not ${planned.fields.length}`,
        query.span,
      );
    const isSingle = isGlobalAggregate(planned);
    const single = isSingle ? planned : singleValue(planned, this.context.runtimeMode === 'streaming');
    const pulled = decorrelate(single, this.context.localTimeZone);
    if (pulled === undefined) return unsupported(context, 'a subquery that reads outer columns here', query.span);
    const type = withNullability(field.type, true);
    const index = this.width + this.found.reduce((sum, { node }) => sum + node.fields.length, 0);
    this.found.push(pulled);
    const value: Expression = { kind: 'input', index, type, span: query.span };
    // Of no rows COUNT is 0; a group that is not there has none.
    const isCount = pulled.conditions.length > 0 && isSingle && !field.type.nullable;
    if (!isCount) return value;
    return call(context, 'COALESCE', [value, { kind: 'literal', value: 0n, type: field.type }], query.span);
  }

  /** How many there are so far. */
  get count(): number {
    return this.found.length;
  }

  /** The rows with the values behind them, of those from number `from` on. */
  join(rows: PlanNode, from: number, to = this.count): PlanNode {
    return this.found
      .slice(from, to)
      .reduce((node, each) => joined(this.context, node, each, { joinType: 'left' }), rows);
  }
}

interface SubqueryJoin {
  readonly joinType: JoinType;
  /** Beside the conditions of the subquery itself, over the outer row with the subquery's behind it. */
  readonly condition?: Expression | undefined;
}

/** Joins rows with a subquery that read their columns. */
export function joined(
  { localTimeZone, runtimeMode }: QueryContext,
  rows: PlanNode,
  { node, conditions }: Decorrelated,
  { joinType, condition }: SubqueryJoin,
): PlanNode {
  const width = rows.fields.length;
  const own = conditions.map((each) => overBoth(each, width, localTimeZone));
  const all = allOf([...own, ...(condition === undefined ? [] : [condition])]);
  return join(rows, node, { joinType, condition: all, isStreaming: runtimeMode === 'streaming', localTimeZone });
}

/** Outer columns stand first, those of the subquery behind them. */
function overBoth(condition: Expression, width: number, localTimeZone: string): Expression {
  return toOuter(shifted(condition, width, localTimeZone));
}

function toOuter(expression: Expression): Expression {
  if (expression.kind === 'input')
    return expression.index >= OUTER ? { ...expression, index: expression.index - OUTER } : expression;
  switch (expression.kind) {
    case 'literal':
      return expression;
    case 'field':
    case 'cast':
      return { ...expression, input: toOuter(expression.input) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(toOuter) };
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(toOuter) };
    case 'case':
      return {
        ...expression,
        // biome-ignore lint/suspicious/noThenProperty: the branch of a CASE, never awaited
        branches: expression.branches.map(({ when, then }) => ({ when: toOuter(when), then: toOuter(then) })),
        otherwise: toOuter(expression.otherwise),
      };
  }
}

/** One row, whatever there is: an aggregate without keys. */
function isGlobalAggregate(node: PlanNode): boolean {
  if (node.kind === 'project') return isGlobalAggregate(node.input);
  return node.kind === 'aggregate' && node.keyCount === 0 && node.calls.length > 0;
}

function singleValue(input: PlanNode, isStreaming: boolean): AggregateNode {
  const [field] = input.fields;
  const type = withNullability(field?.type ?? { kind: 'NULL', nullable: true }, true);
  return {
    kind: 'aggregate',
    input,
    keyCount: 0,
    calls: [{ function: 'SINGLE_VALUE', argument: 0, isDistinct: false, filter: undefined, type }],
    fields: [{ name: field?.name ?? 'EXPR$0', type }],
    isUpdating: isStreaming,
    emitsBefore: true,
    isRetracting: input.isUpdating,
  };
}

/** A condition of WHERE that a subquery decides: rows with, or without, a partner in it. */
export interface SubqueryCondition {
  readonly node: ExistsPredicate | InSubqueryPredicate;
  readonly isNegated: boolean;
}

/** WHERE, apart from the conditions that subqueries decide. */
export function splitConditions(where: ExpressionNode | undefined): {
  readonly rest: readonly ExpressionNode[];
  readonly subqueries: readonly SubqueryCondition[];
} {
  const rest: ExpressionNode[] = [];
  const subqueries: SubqueryCondition[] = [];
  const visit = (node: ExpressionNode): void => {
    if (node.kind === 'BinaryExpression' && node.operator === 'AND') {
      visit(node.left);
      visit(node.right);
      return;
    }
    const isNot = node.kind === 'UnaryExpression' && node.operator === 'NOT';
    const inner = isNot ? node.operand : node;
    if (inner.kind === 'ExistsPredicate' && inner.operator === 'EXISTS')
      subqueries.push({ node: inner, isNegated: isNot });
    else if (inner.kind === 'InSubqueryPredicate') subqueries.push({ node: inner, isNegated: inner.negated !== isNot });
    else rest.push(node);
  };
  if (where !== undefined) visit(where);
  return { rest, subqueries };
}

/** The rows for which the condition holds: a semi or an anti join. */
export function filterBySubquery(
  context: QueryContext,
  expressions: ExpressionContext,
  rows: PlanNode,
  { node, isNegated }: SubqueryCondition,
): PlanNode | undefined {
  const planned = planQuery({ ...context, outer: expressions.scope }, node.query);
  const pulled = planned && decorrelate(planned, context.localTimeZone);
  if (planned === undefined) return undefined;
  if (pulled === undefined)
    return unsupported(expressions, 'a subquery that reads outer columns here', node.query.span);
  const joinType = isNegated ? 'anti' : 'semi';
  if (node.kind === 'ExistsPredicate') return joined(context, rows, pulled, { joinType });
  const operands = node.operand.kind === 'RowConstructor' ? node.operand.values : [node.operand];
  if (operands.length !== planned.fields.length)
    return invalid(
      expressions,
      `IN compares ${operands.length} values with ${planned.fields.length} columns`,
      node.span,
    );
  const equal = operands.map((operand, index) => {
    const left = resolveExpression(expressions, operand);
    const type = planned.fields[index]?.type;
    if (left === undefined || type === undefined) return undefined;
    const right: Expression = { kind: 'input', index: rows.fields.length + index, type };
    const same = call(expressions, '=', [left, right], node.span);
    // NOT IN lets nothing through that may be equal: a NULL on either side.
    return same && isNegated && same.type.nullable ? call(expressions, 'IS NOT FALSE', [same], node.span) : same;
  });
  if (!equal.every((each) => each !== undefined)) return undefined;
  return joined(context, rows, pulled, { joinType, condition: allOf(equal) });
}
