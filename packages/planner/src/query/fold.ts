import type { LogicalType, Value } from '@tsql/core';
import { type ArgumentInfo, createCast, type EvaluationContext, findFunction, isNumeric } from '@tsql/functions';
import type { CallExpression, Expression, LiteralExpression } from '../plan/index.js';

/** Constants are computed without a clock: functions that need one are not deterministic and never folded. */
function foldingContext(localTimeZone: string): EvaluationContext {
  return { localTimeZone, now: () => 0, random: () => 0 };
}

/** Whether an expression is a literal. */
export const isLiteral = (expression: Expression): expression is LiteralExpression => expression.kind === 'literal';

/** An argument as functions see it: with its value where it is constant. */
export const argumentInfo = (expression: Expression): ArgumentInfo =>
  isLiteral(expression) ? { type: expression.type, constant: expression.value } : { type: expression.type };

/**
 * Computes an expression whose operands are literals. Where that fails (a division by zero, a bad cast) it stays as it
 * is, so that the job fails when it runs, as in Flink.
 */
export function fold(expression: Expression, localTimeZone: string): Expression {
  const folded = foldExactly(expression, localTimeZone);
  if (folded === expression || folded.kind !== 'literal' || !losesDigits(expression)) return folded;
  return { ...folded, value: sevenDigits(folded.value, folded.type) };
}

/** As {@link fold}, but a FLOAT keeps all its digits: for values that Flink computes when it runs. */
export function foldExactly(expression: Expression, localTimeZone: string): Expression {
  const value = foldedValue(expression, localTimeZone);
  if (value === undefined) return expression;
  const literal: LiteralExpression = { kind: 'literal', type: expression.type, value };
  return expression.span === undefined ? literal : { ...literal, span: expression.span };
}

function foldedValue(expression: Expression, localTimeZone: string): Value | undefined {
  try {
    switch (expression.kind) {
      case 'cast': {
        if (!isLiteral(expression.input)) return undefined;
        const { value, type } = expression.input;
        if (value === null) return null;
        const context = foldingContext(localTimeZone);
        return createCast(type, expression.type, { isTry: expression.isTry, context })(value);
      }
      case 'call':
        return foldCall(expression, localTimeZone);
      case 'field': {
        if (!isLiteral(expression.input)) return undefined;
        const value = expression.input.value;
        return value === null ? null : ((value as readonly Value[])[expression.index] ?? null);
      }
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** Flink keeps a computed FLOAT constant as a decimal of seven digits; a number cast to FLOAT stays whole. */
function losesDigits(expression: Expression): boolean {
  return expression.kind === 'call' || (expression.kind === 'cast' && !isNumeric(expression.input.type));
}

function sevenDigits(value: Value, type: LogicalType): Value {
  if (type.kind !== 'FLOAT' || typeof value !== 'number' || !Number.isFinite(value)) return value;
  return Math.fround(Number(value.toPrecision(7)));
}

function foldCall(call: CallExpression, localTimeZone: string): Value | undefined {
  const definition = findFunction(call.function);
  if (definition === undefined || !definition.isDeterministic || !call.arguments.every(isLiteral)) return undefined;
  const values = call.arguments.map((argument) => argument.value);
  if (definition.nullPolicy === 'strict' && values.includes(null)) return null;
  const args = call.arguments.map(argumentInfo);
  const binding = { argumentTypes: args.map((argument) => argument.type), returnType: call.type };
  return definition.create(binding, args, foldingContext(localTimeZone))(...values);
}
