import { nearest, notNull, printType, STRING } from '@tsql/core';
import { findFunction, functionNames, textLiteralType } from '@tsql/functions';
import type { FunctionArgument, FunctionCall, TrimExpression } from '@tsql/grammar';
import type { AggregateFunction, Expression } from '../plan/index.js';
import { isAggregate, isGroupWindow } from './aggregate-functions.js';
import { type Aggregation, aggregateType, isSupportedAggregate } from './aggregation.js';
import { call, literal } from './build-expression.js';
import { type ExpressionContext, invalid, refuse, unsupported } from './expression-context.js';
import { resolveExpression } from './resolve-expression.js';
import { resolveCondition } from './resolve-predicate.js';

/** A call of a scalar function by name. Units of time (`EXTRACT(DAY FROM x)`) become texts, where they stand. */
export function resolveCall(context: ExpressionContext, node: FunctionCall): Expression | undefined {
  const name = node.name.parts.map((part) => part.text).join('.');
  if (isAggregate(name) || isGroupWindow(name) || node.over !== undefined) {
    const { aggregation } = context;
    const upper = name.toUpperCase();
    return aggregation !== undefined && node.over === undefined && isSupportedAggregate(upper)
      ? resolveAggregate(context, aggregation, node, upper)
      : refuseAggregate(context, node, name);
  }
  const args = node.args.map((argument) => resolveArgument(context, argument));
  if (findFunction(name) === undefined || node.name.parts.length > 1) return unknownFunction(context, node, args);
  if (!args.every((argument) => argument !== undefined)) return undefined;
  return call(context, registeredName(node, name), args, node.span);
}

/** FLOOR and CEIL of a point in time have the unit behind it; the registry may know them by a name of their own. */
function registeredName(node: FunctionCall, name: string): string {
  const isToUnit = node.syntax === 'keywords' && node.args[1]?.kind === 'TimeUnit';
  const ofTime = `${name.toUpperCase()}_TIME`;
  return isToUnit && findFunction(ofTime) !== undefined ? ofTime : name;
}

/** An aggregate of the SELECT list, HAVING or ORDER BY: its argument is resolved over FROM. */
function resolveAggregate(
  { aggregation: _, ...context }: ExpressionContext,
  aggregation: Aggregation,
  node: FunctionCall,
  name: AggregateFunction,
): Expression | undefined {
  const within: ExpressionContext = { ...context, clause: 'an aggregate' };
  const [first, ...more] = node.args;
  const isStar = name === 'COUNT' && (first === undefined || first.kind === 'Star');
  if (more.length > 0 || (first === undefined && !isStar)) {
    return unsupported(context, `${name} with ${node.args.length} arguments`, node.span);
  }
  const argument = isStar || first === undefined ? undefined : resolveArgument(within, first);
  const filter = node.filter === undefined ? undefined : resolveCondition(within, node.filter, 'FILTER');
  if ((!isStar && argument === undefined) || (node.filter !== undefined && filter === undefined)) return undefined;
  const isDistinct = node.quantifier === 'DISTINCT';
  const type = aggregateType(name, argument?.type, aggregation.keys.length === 0 || filter !== undefined);
  if (type === undefined) {
    const found = argument === undefined ? '*' : printType(argument.type);
    return invalid(
      context,
      `${name} takes numbers${name === 'SUM' || name === 'AVG' ? '' : ', texts or times'}, not ${found}`,
      node.span,
    );
  }
  return aggregation.add({ function: name, argument, isDistinct, filter, type }, node.span);
}

function refuseAggregate(context: ExpressionContext, node: FunctionCall, name: string): undefined {
  if (context.clause !== undefined && !isGroupWindow(name)) {
    return invalid(
      context,
      `an aggregate such as ${name.toUpperCase()} is not allowed in ${context.clause}`,
      node.span,
    );
  }
  return unsupported(context, node.over === undefined ? `the aggregate ${name.toUpperCase()}` : 'OVER', node.span);
}

function unknownFunction(
  context: ExpressionContext,
  node: FunctionCall,
  args: readonly (Expression | undefined)[],
): undefined {
  const name = node.name.parts.map((part) => part.text).join('.');
  const types = args.map((argument) => (argument === undefined ? '?' : printType(argument.type))).join(', ');
  const close = nearest(name, functionNames());
  const hint = close === undefined ? undefined : `did you mean ${close}?`;
  return refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'function', name: `${name}(${types})` }, node.name.span, {
    hint,
  });
}

function resolveArgument(context: ExpressionContext, argument: FunctionArgument): Expression | undefined {
  switch (argument.kind) {
    case 'TimeUnit':
      return literal(timeUnit(argument.unit), textLiteralType(timeUnit(argument.unit)), argument.span);
    case 'NamedArgument':
    case 'DefaultArgument':
    case 'DescriptorArgument':
    case 'TableArgument':
    case 'Star':
      return invalid(context, 'a function of values does not take this argument', argument.span);
    default:
      return resolveExpression(context, argument);
  }
}

/** `SQL_TSI_DAY` is DAY. */
const timeUnit = (unit: string): string => unit.toUpperCase().replace(/^SQL_TSI_/, '');

/** `TRIM(LEADING 'x' FROM a)`: TRIM of the registry takes side, characters and text. */
export function resolveTrim(context: ExpressionContext, node: TrimExpression): Expression | undefined {
  const side = literal(node.side ?? 'BOTH', textLiteralType(node.side ?? 'BOTH'));
  const characters =
    node.characters === undefined ? literal(' ', notNull(STRING)) : resolveExpression(context, node.characters);
  const operand = resolveExpression(context, node.operand);
  return characters && operand && call(context, 'TRIM', [side, characters, operand], node.span);
}
