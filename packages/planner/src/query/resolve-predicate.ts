import { BOOLEAN, printType, withNullability } from '@tsql/core';
import type {
  BetweenPredicate,
  Expression as ExpressionNode,
  InListPredicate,
  IsExpression,
  LikePredicate,
  QuantifiedComparison,
} from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { call, convert, isUntypedNull, logic, refuseUntypedNull } from './build-expression.js';
import { type ExpressionContext, invalid, refuse, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import { resolveExpression } from './resolve-expression.js';

/** An expression that has to be a condition; `what` names it in messages. */
export function resolveCondition(
  context: ExpressionContext,
  node: ExpressionNode,
  what: string,
): Expression | undefined {
  const condition = resolveExpression(context, node);
  if (condition === undefined) return undefined;
  if (isUntypedNull(condition)) return convert(condition, BOOLEAN, context.localTimeZone);
  return asBoolean(context, condition, node, what);
}

/** An operand of AND, OR or NOT. */
export function resolveLogicOperand(
  context: ExpressionContext,
  node: ExpressionNode,
  operator: string,
): Expression | undefined {
  const operand = resolveExpression(context, node);
  if (operand === undefined) return undefined;
  if (isUntypedNull(operand)) return refuseUntypedNull(context, node.span);
  return asBoolean(context, operand, node, `operand of ${operator}`);
}

function asBoolean(
  context: ExpressionContext,
  condition: Expression,
  node: ExpressionNode,
  what: string,
): Expression | undefined {
  if (condition.type.kind === 'BOOLEAN') return condition;
  const expected = `a BOOLEAN as ${what}`;
  return refuse(context, 'TSQL_TYPE_MISMATCH', { found: printType(condition.type), expected }, node.span);
}

/** `NOT a` where `negated`, else `a`. */
export function negate(
  context: ExpressionContext,
  condition: Expression | undefined,
  negated: boolean,
  node: { readonly span: ExpressionNode['span'] },
): Expression | undefined {
  return condition && negated ? call(context, 'NOT', [condition], node.span) : condition;
}

export function resolveIs(context: ExpressionContext, node: IsExpression): Expression | undefined {
  const operand = resolveExpression(context, node.operand);
  if (operand === undefined) return undefined;
  const name = `IS ${node.negated ? 'NOT ' : ''}${isTestName(node)}`;
  return call(context, name, [operand], node.span);
}

const isTestName = ({ test }: IsExpression): string => (test === 'JSON VALUE' ? 'JSON' : test);

/** `a BETWEEN low AND high` is `a >= low AND a <= high`. */
export function resolveBetween(context: ExpressionContext, node: BetweenPredicate): Expression | undefined {
  const [operand, low, high] = [node.operand, node.low, node.high].map((part) => resolveExpression(context, part));
  if (operand === undefined || low === undefined || high === undefined) return undefined;
  const within = (from: Expression, to: Expression): Expression | undefined => {
    const above = call(context, '>=', [operand, from], node.span);
    const below = above && call(context, '<=', [operand, to], node.span);
    return above && below && logic('and', [above, below], node.span);
  };
  const plain = within(low, high);
  const swapped = plain && node.symmetric ? within(high, low) : undefined;
  const either = plain && swapped ? logic('or', [plain, swapped], node.span) : plain;
  return negate(context, either, node.negated, node);
}

export function resolveLike(context: ExpressionContext, node: LikePredicate): Expression | undefined {
  const operands = [node.operand, node.pattern, ...(node.escape === undefined ? [] : [node.escape])];
  const args = operands.map((operand) => resolveExpression(context, operand));
  if (!args.every((argument) => argument !== undefined)) return undefined;
  const escapeCharacter = args[2];
  if (escapeCharacter !== undefined && isLiteral(escapeCharacter)) {
    const isBackslash = escapeCharacter.value === '\\';
    if (isBackslash || (typeof escapeCharacter.value === 'string' && [...escapeCharacter.value].length !== 1)) {
      return invalid(
        context,
        `Flink does not take '${String(escapeCharacter.value)}' after ESCAPE`,
        node.escape?.span ?? node.span,
      );
    }
  }
  return negate(context, call(context, node.operator, args, node.span), node.negated, node);
}

/** `a IN (x, y)` is `a = x OR a = y`. */
export function resolveInList(context: ExpressionContext, node: InListPredicate): Expression | undefined {
  const operand = resolveExpression(context, node.operand);
  const equalities = node.values.map((value) => {
    const candidate = resolveExpression(context, value);
    return operand && candidate && call(context, '=', [operand, candidate], value.span);
  });
  if (!equalities.every((equality) => equality !== undefined)) return undefined;
  const found = logic('or', equalities, node.span);
  return negate(context, { ...found, type: withNullability(BOOLEAN, found.type.nullable) }, node.negated, node);
}

/** `a = ANY (x, y)` and `a > ALL (x, y)` over lists of values. */
export function resolveQuantified(context: ExpressionContext, node: QuantifiedComparison): Expression | undefined {
  if (!Array.isArray(node.right)) return unsupported(context, 'a comparison with a subquery', node.span);
  const operand = resolveExpression(context, node.operand);
  const comparisons = (node.right as readonly ExpressionNode[]).map((value) => {
    const candidate = resolveExpression(context, value);
    return operand && candidate && call(context, node.operator, [operand, candidate], value.span);
  });
  if (!comparisons.every((comparison) => comparison !== undefined)) return undefined;
  return logic(node.quantifier === 'ALL' ? 'and' : 'or', comparisons, node.span);
}
