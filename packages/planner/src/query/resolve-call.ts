import { nearest, notNull, printType, STRING } from '@tsql/core';
import { findFunction, functionNames, textLiteralType } from '@tsql/functions';
import type { FunctionArgument, FunctionCall, TrimExpression } from '@tsql/grammar';
import type { AggregateFunction, Expression } from '../plan/index.js';
import { computedAggregate, isAggregate, isGrouping, isGroupWindow } from './aggregate-functions.js';
import { aggregateType, takenBy } from './aggregate-type.js';
import type { Aggregation } from './aggregation.js';
import { call, literal } from './build-expression.js';
import { type ExpressionContext, invalid, refuse, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import { windowAuxiliary } from './group-window.js';
import { resolveExpression } from './resolve-expression.js';
import { resolveOver } from './resolve-over.js';
import { resolveCondition } from './resolve-predicate.js';

/** A call of a scalar function by name. Units of time (`EXTRACT(DAY FROM x)`) become texts, where they stand. */
export function resolveCall(context: ExpressionContext, node: FunctionCall): Expression | undefined {
  const name = node.name.parts.map((part) => part.text).join('.');
  if (isAggregate(name) || isGroupWindow(name) || node.over !== undefined) {
    const { aggregation, groupWindow, over } = context;
    if (node.over !== undefined && over !== undefined) return resolveOver(context, over, node);
    const bound = groupWindow === undefined ? undefined : windowAuxiliary(groupWindow, name);
    if (bound !== undefined && isGroupWindow(name)) {
      const known = node.args.every((argument) => resolveArgument({ ...context, clause: name }, argument));
      return known ? { ...bound, span: node.span } : undefined;
    }
    if (aggregation === undefined || node.over !== undefined) return refuseAggregate(context, node, name);
    if (isGrouping(name)) return resolveGrouping(context, aggregation, node);
    const computed = computedAggregate(name);
    return computed === undefined
      ? refuseAggregate(context, node, name)
      : resolveAggregate(context, aggregation, node, computed);
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
  const [first, second, ...more] = node.args;
  const isStar = name === 'COUNT' && (first === undefined || first.kind === 'Star');
  const separator = second === undefined || name !== 'LISTAGG' ? undefined : resolveArgument(within, second);
  if (more.length > 0 || (second !== undefined && separator === undefined) || (first === undefined && !isStar)) {
    return unsupported(context, `${name} with ${node.args.length} arguments`, node.span);
  }
  if (node.orderBy !== undefined || node.withinGroup !== undefined || node.nullTreatment !== undefined)
    return unsupported(context, `${name} with an order or NULL treatment of its own`, node.span);
  if (separator !== undefined && (!isLiteral(separator) || typeof separator.value !== 'string'))
    return invalid(context, 'the separator of LISTAGG is a text', second?.span ?? node.span);
  const argument = isStar || first === undefined ? undefined : resolveArgument(within, first);
  const filter = node.filter === undefined ? undefined : resolveCondition(within, node.filter, 'FILTER');
  if ((!isStar && argument === undefined) || (node.filter !== undefined && filter === undefined)) return undefined;
  const isDistinct = node.quantifier === 'DISTINCT';
  const type = aggregateType(name, argument?.type, aggregation.keys.length === 0 || filter !== undefined);
  if (type === undefined) {
    const found = argument === undefined ? '*' : printType(argument.type);
    return invalid(context, `${name} takes ${takenBy(name)}, not ${found}`, node.span);
  }
  const text = separator !== undefined && isLiteral(separator) ? { separator: String(separator.value) } : {};
  return aggregation.add({ function: name, argument, isDistinct, filter, type, ...text }, node.span);
}

/** GROUPING and GROUPING_ID: which of the keys a row's grouping set leaves out. */
function resolveGrouping(
  { aggregation: _, ...context }: ExpressionContext,
  aggregation: Aggregation,
  node: FunctionCall,
): Expression | undefined {
  const args = node.args.map((argument) => resolveArgument(context, argument));
  if (!args.every((argument) => argument !== undefined)) return undefined;
  return (
    aggregation.addGrouping(args, node.span) ??
    invalid(context, 'GROUPING takes expressions that stand in GROUP BY', node.span)
  );
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
