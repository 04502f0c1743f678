import { type LogicalType, printType, withNullability } from '@tsql/core';
import { commonType, textLiteralType } from '@tsql/functions';
import type {
  BinaryExpression,
  CaseExpression,
  Expression as ExpressionNode,
  IntervalExpression,
  ItemAccess,
  UnaryExpression,
} from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { resolveType } from '../types/resolve-type.js';
import { call, convert, explicitCast, literal, logic, nullLiteral } from './build-expression.js';
import { type ExpressionContext, invalid, refuse, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import { resolveCall, resolveTrim } from './resolve-call.js';
import { resolveField, resolveIdentifier } from './resolve-identifier.js';
import { intervalTypeOf, unitSize } from './resolve-interval.js';
import { resolveJson } from './resolve-json.js';
import { resolveLiteral, resolveNumber } from './resolve-literal.js';
import {
  negate,
  resolveBetween,
  resolveCondition,
  resolveInList,
  resolveIs,
  resolveLike,
  resolveLogicOperand,
  resolveQuantified,
} from './resolve-predicate.js';

/** Types an expression, or reports what is wrong with it and returns undefined. */
export function resolveExpression(context: ExpressionContext, node: ExpressionNode): Expression | undefined {
  switch (node.kind) {
    case 'NullLiteral':
    case 'BooleanLiteral':
    case 'NumericLiteral':
    case 'CharacterLiteral':
    case 'BinaryLiteral':
    case 'DateTimeLiteral':
    case 'IntervalLiteral':
      return resolveLiteral(context, node);
    case 'Identifier':
      return resolveIdentifier(context, node);
    case 'FieldAccess': {
      const row = resolveExpression(context, node.operand);
      return row && resolveField(context, row, node.field, node.span);
    }
    case 'BinaryExpression':
      return resolveBinary(context, node);
    case 'UnaryExpression':
      return resolveUnary(context, node);
    case 'IsExpression':
      return resolveIs(context, node);
    case 'BetweenPredicate':
      return resolveBetween(context, node);
    case 'LikePredicate':
      return resolveLike(context, node);
    case 'InListPredicate':
      return resolveInList(context, node);
    case 'QuantifiedComparison':
      return resolveQuantified(context, node);
    case 'CastExpression': {
      const operand = resolveExpression(context, node.operand);
      const target = resolveType(node.type, context.planner.accept);
      const isTry = node.function === 'TRY_CAST';
      return operand && target && explicitCast(context, operand, target, { isTry, span: node.span });
    }
    case 'CaseExpression':
      return resolveCase(context, node);
    case 'RowConstructor':
      return resolveAll(context, 'ROW', node.values, node);
    case 'ArrayConstructor':
      return resolveAll(context, 'ARRAY', node.elements, node);
    case 'MapConstructor':
      return resolveAll(
        context,
        'MAP',
        node.entries.flatMap((entry) => [entry.key, entry.value]),
        node,
      );
    case 'ItemAccess':
      return resolveItem(context, node);
    case 'FunctionCall':
      return resolveCall(context, node);
    case 'TrimExpression':
      return resolveTrim(context, node);
    case 'IntervalExpression':
      return resolveInterval(context, node);
    case 'JsonExistsExpression':
    case 'JsonValueExpression':
    case 'JsonQueryExpression':
    case 'JsonObjectExpression':
    case 'JsonArrayExpression':
    case 'JsonObjectAggExpression':
    case 'JsonArrayAggExpression':
      return resolveJson(context, node);
    case 'DateTimeDifference': {
      const args = [node.left, node.right].map((side) => resolveExpression(context, side));
      if (!args.every((argument) => argument !== undefined)) return undefined;
      const unit = literal(node.qualifier.start, textLiteralType(node.qualifier.start));
      return call(context, 'MINUS_DATE', [unit, ...args], node.span);
    }
    case 'PeriodConstructor':
    case 'MultisetConstructor':
      return unsupported(context, 'this expression', node.span);
    case 'ScalarSubquery':
      return context.subqueries === undefined
        ? unsupported(context, 'a subquery here', node.span)
        : context.subqueries.add(context, node.query);
    case 'CollectionQuery':
    case 'InSubqueryPredicate':
    case 'ExistsPredicate':
      return unsupported(context, 'a subquery within an expression', node.span);
  }
}

function resolveAll(
  context: ExpressionContext,
  name: string,
  nodes: readonly ExpressionNode[],
  { span }: ExpressionNode,
): Expression | undefined {
  const args = nodes.map((node) => resolveExpression(context, node));
  return args.every((argument) => argument !== undefined) ? call(context, name, args, span) : undefined;
}

function resolveBinary(context: ExpressionContext, node: BinaryExpression): Expression | undefined {
  if (node.operator === 'AND' || node.operator === 'OR') {
    const left = resolveLogicOperand(context, node.left, node.operator);
    const right = resolveLogicOperand(context, node.right, node.operator);
    return left && right && logic(node.operator === 'AND' ? 'and' : 'or', [left, right], node.span);
  }
  if (node.operator === 'OVERLAPS') return resolveOverlaps(context, node);
  return resolveAll(context, node.operator, [node.left, node.right], node);
}

/** `(start, end) OVERLAPS (start, end)`: four points in time, or points and intervals. */
function resolveOverlaps(context: ExpressionContext, node: BinaryExpression): Expression | undefined {
  const sides = [node.left, node.right].flatMap((side) => (side.kind === 'RowConstructor' ? side.values : []));
  if (sides.length !== 4) return invalid(context, 'OVERLAPS takes two periods: (start, end)', node.span);
  const resolved = sides.map((side) => resolveExpression(context, side));
  if (!resolved.every((side) => side !== undefined)) return undefined;
  const kinds = resolved.map(({ type }) => type.kind).filter((kind) => !kind.startsWith('INTERVAL'));
  if (new Set(kinds).size > 1) {
    const found = resolved.map(({ type }) => printType(type)).join(', ');
    return refuse(context, 'TSQL_TYPE_MISMATCH', { found, expected: 'points in time of one type' }, node.span);
  }
  return call(context, 'OVERLAPS', resolved, node.span);
}

function resolveUnary(context: ExpressionContext, node: UnaryExpression): Expression | undefined {
  if (node.operator === 'NOT') {
    return negate(context, resolveLogicOperand(context, node.operand, 'NOT'), true, node);
  }
  if (node.operator === '-' && node.operand.kind === 'NumericLiteral') {
    return resolveNumber(context, node.operand, { isNegative: true, span: node.span });
  }
  const operand = resolveExpression(context, node.operand);
  if (operand === undefined || node.operator === '+') return operand;
  return call(context, '-u', [operand], node.span);
}

function resolveCase(context: ExpressionContext, node: CaseExpression): Expression | undefined {
  const operand = node.operand && resolveExpression(context, node.operand);
  const whens = node.branches.map((branch) => {
    const conditions = branch.conditions.map((condition) => {
      if (node.operand === undefined) return resolveCondition(context, condition, 'a condition of CASE');
      const value = resolveExpression(context, condition);
      return operand && value && call(context, '=', [operand, value], condition.span);
    });
    return conditions.every((condition) => condition !== undefined) ? logic('or', conditions, branch.span) : undefined;
  });
  const thens = node.branches.map((branch) => resolveExpression(context, branch.result));
  const otherwise = node.otherwise === undefined ? nullOf(node) : resolveExpression(context, node.otherwise);
  if (otherwise === undefined) return undefined;
  if (!whens.every((when) => when !== undefined) || !thens.every((then) => then !== undefined)) return undefined;
  return buildCase(context, node, { whens, thens, otherwise });
}

const nullOf = (node: ExpressionNode): Expression => literal(null, { kind: 'NULL', nullable: true }, node.span);

interface CaseParts {
  readonly whens: readonly Expression[];
  readonly thens: readonly Expression[];
  readonly otherwise: Expression;
}

function buildCase(context: ExpressionContext, node: CaseExpression, parts: CaseParts): Expression | undefined {
  const results = [...parts.thens, parts.otherwise];
  const type = branchType(results);
  if (type === undefined) {
    const found = results.map((result) => printType(result.type)).join(', ');
    return refuse(context, 'TSQL_TYPE_MISMATCH', { found, expected: 'results of one type in CASE' }, node.span);
  }
  const branches = parts.whens.map((when, index) => ({
    when,
    // biome-ignore lint/suspicious/noThenProperty: the branch of a CASE, never awaited
    then: convert(parts.thens[index] ?? nullLiteral(type), type, context.localTimeZone),
  }));
  const open = branches.filter(({ when }) => !(isLiteral(when) && when.value !== true));
  const otherwise = convert(parts.otherwise, type, context.localTimeZone);
  const [first] = open;
  if (first === undefined) return otherwise;
  if (isLiteral(first.when)) return first.then;
  return { kind: 'case', branches: open, otherwise, type, span: node.span };
}

function branchType(results: readonly Expression[]): LogicalType | undefined {
  const type = commonType(
    results.map((result) => result.type),
    { promotesToString: true },
  );
  return (
    type &&
    withNullability(
      type,
      results.some((result) => result.type.nullable),
    )
  );
}

function resolveItem(context: ExpressionContext, node: ItemAccess): Expression | undefined {
  const operand = resolveExpression(context, node.operand);
  const index = resolveExpression(context, node.index);
  if (operand === undefined || index === undefined) return undefined;
  if (operand.type.kind === 'ROW' && isLiteral(index)) {
    const field = typeof index.value === 'number' ? operand.type.fields[index.value - 1] : undefined;
    const name = typeof index.value === 'string' ? index.value : field?.name;
    if (name === undefined) return invalid(context, 'a ROW has no such field', node.index.span);
    return resolveField(context, operand, { text: name, quoted: true, span: node.index.span }, node.span);
  }
  const position = isLiteral(index) ? index.value : null;
  if (operand.type.kind === 'ARRAY' && position !== null && Number(position) < 1) {
    return invalid(
      context,
      `the elements of an array count from 1, but the index is ${String(position)}`,
      node.index.span,
    );
  }
  return call(context, 'ITEM', [operand, index], node.span);
}

/** `INTERVAL x DAY`: x times one day. */
function resolveInterval(context: ExpressionContext, node: IntervalExpression): Expression | undefined {
  const amount = resolveExpression(context, node.amount);
  if (amount === undefined) return undefined;
  const one = literal(unitSize(node.qualifier.start), intervalTypeOf(node.qualifier), node.span);
  return call(context, '*', [one, amount], node.span);
}
