import { BOOLEAN, type LogicalType, NULL, notNull, printType, type SourceSpan, withNullability } from '@tsql/core';
import { canCast, findFunction } from '@tsql/functions';
import type { Expression, LiteralExpression } from '../plan/index.js';
import { isAssignable, isSameType } from '../types/same-type.js';
import { type ExpressionContext, invalid, refuse } from './expression-context.js';
import { argumentInfo, fold, isLiteral } from './fold.js';

/** A literal of a type. */
export const literal = (value: LiteralExpression['value'], type: LogicalType, span?: SourceSpan): LiteralExpression =>
  span === undefined ? { kind: 'literal', value, type } : { kind: 'literal', value, type, span };

export const nullLiteral = (type: LogicalType, span?: SourceSpan): LiteralExpression =>
  literal(null, withNullability(type, true), span);

export const TRUE: LiteralExpression = literal(true, notNull(BOOLEAN));

/** Converts to a type where the value is not one already; constants are converted now. The nullability stays. */
export function convert(expression: Expression, target: LogicalType, localTimeZone: string): Expression {
  const type = withNullability(target, expression.type.nullable);
  if (expression.type.kind === 'NULL') return nullLiteral(target, expression.span);
  if (isLiteral(expression) && expression.value === null) return nullLiteral(target, expression.span);
  if (isAssignable(expression.type, type)) return expression;
  const span = expression.span === undefined ? {} : { span: expression.span };
  return fold({ kind: 'cast', input: expression, type, isTry: false, ...span }, localTimeZone);
}

/** CAST and TRY_CAST as written. */
export function explicitCast(
  context: ExpressionContext,
  operand: Expression,
  target: LogicalType,
  { isTry: isTryCast, span }: { readonly isTry: boolean; readonly span: SourceSpan },
): Expression | undefined {
  const isTry = isTryCast || hasLegacyCasts(context);
  if (operand.type.kind === 'NULL') return nullLiteral(target, span);
  if (!canCast(operand.type, target)) {
    return refuse(context, 'TSQL_TYPE_CAST', { from: printType(operand.type), to: printType(target) }, span);
  }
  const type = withNullability(target, isTry || operand.type.nullable);
  if (isSameType(operand.type, target)) return { ...operand, type };
  return fold({ kind: 'cast', input: operand, type, isTry, span }, context.localTimeZone);
}

/** Casts of old give NULL where those of today fail. */
const hasLegacyCasts = ({ planner }: ExpressionContext): boolean =>
  planner.settings.get('table.exec.legacy-cast-behaviour')?.toUpperCase() === 'ENABLED';

/** A call of a registered function or operator, its arguments converted to what it takes. */
export function call(
  context: ExpressionContext,
  name: string,
  args: readonly Expression[],
  span: SourceSpan,
): Expression | undefined {
  const definition = findFunction(name);
  if (definition === undefined) {
    return refuse(context, 'TSQL_PLAN_UNSUPPORTED', { what: `the function ${name}` }, span);
  }
  const untyped = definition.takesUntypedNull === true ? undefined : args.find(isUntypedNull);
  if (untyped !== undefined) return refuseUntypedNull(context, untyped.span ?? span);
  const binding = definition.bind(args.map(argumentInfo));
  if (binding === undefined) {
    const found = args.map((argument) => printType(argument.type)).join(', ');
    return refuse(
      context,
      'TSQL_TYPE_ARGUMENTS',
      { function: definition.name, found, expected: definition.expected },
      span,
    );
  }
  const converted = args.map((argument, index) => {
    const target = binding.argumentTypes[index];
    return target === undefined ? argument : convert(argument, target, context.localTimeZone);
  });
  return fold(
    { kind: 'call', function: definition.name, arguments: converted, type: binding.returnType, span },
    context.localTimeZone,
  );
}

/** A NULL whose type nothing says. */
export function refuseUntypedNull(context: ExpressionContext, span: SourceSpan): undefined {
  return invalid(context, 'a NULL needs a type here', span, 'write CAST(NULL AS STRING), say');
}

/** AND or OR; constants decide where they can. */
export function logic(kind: 'and' | 'or', operands: readonly Expression[], span?: SourceSpan): Expression {
  const deciding = kind === 'or';
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const open = flat.filter((operand) => !(isLiteral(operand) && operand.value === !deciding));
  if (open.some((operand) => isLiteral(operand) && operand.value === deciding)) {
    return literal(deciding, notNull(BOOLEAN), span);
  }
  const [first] = open;
  if (first === undefined) return literal(!deciding, notNull(BOOLEAN), span);
  if (open.length === 1) return first;
  const type = withNullability(
    BOOLEAN,
    open.some((operand) => operand.type.nullable),
  );
  return span === undefined ? { kind, operands: open, type } : { kind, operands: open, type, span };
}

/** The type of an untyped NULL. */
export const isUntypedNull = (expression: Expression): boolean => expression.type.kind === NULL.kind;
