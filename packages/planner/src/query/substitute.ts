import { findFunction } from '@tsql/functions';
import type { Expression, LiteralExpression } from '../plan/index.js';
import { fold } from './fold.js';

/** Rewrites the inputs of an expression; what becomes constant is computed. */
export function mapInputs(
  expression: Expression,
  replace: (index: number, expression: Expression) => Expression,
  localTimeZone: string,
  compute = fold,
): Expression {
  const inner = (part: Expression): Expression => mapInputs(part, replace, localTimeZone, compute);
  switch (expression.kind) {
    case 'input':
      return replace(expression.index, expression);
    case 'field':
    case 'cast':
    case 'call':
      return compute(mapParts(expression, inner), localTimeZone);
    default:
      return mapParts(expression, inner);
  }
}

/** Rewrites the constants of an expression; nothing is computed anew. */
export function mapLiterals(
  expression: Expression,
  replace: (literal: LiteralExpression) => LiteralExpression,
): Expression {
  if (expression.kind === 'literal') return replace(expression);
  return mapParts(expression, (part) => mapLiterals(part, replace));
}

function mapParts(expression: Expression, inner: (part: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'input':
      return expression;
    case 'field':
    case 'cast':
      return { ...expression, input: inner(expression.input) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inner) };
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(inner) };
    case 'case':
      return {
        ...expression,
        // biome-ignore lint/suspicious/noThenProperty: the branch of a CASE, never awaited
        branches: expression.branches.map(({ when, then }) => ({ when: inner(when), then: inner(then) })),
        otherwise: inner(expression.otherwise),
      };
  }
}

/** Calls `visit` for each expression within one, itself included. */
export function walk(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  switch (expression.kind) {
    case 'field':
    case 'cast':
      walk(expression.input, visit);
      return;
    case 'call':
      for (const argument of expression.arguments) walk(argument, visit);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) walk(operand, visit);
      return;
    case 'case':
      for (const branch of expression.branches) {
        walk(branch.when, visit);
        walk(branch.then, visit);
      }
      walk(expression.otherwise, visit);
  }
}

/** The indexes of the fields that expressions read. */
export function usedInputs(expressions: Iterable<Expression>): Set<number> {
  const used = new Set<number>();
  for (const expression of expressions) {
    walk(expression, (part) => {
      if (part.kind === 'input') used.add(part.index);
    });
  }
  return used;
}

/** Whether it gives the same value each time: RAND() and UUID() do not, and are never computed twice. */
export function isDeterministic(expression: Expression): boolean {
  let deterministic = true;
  walk(expression, (part) => {
    if (part.kind === 'call' && findFunction(part.function)?.isDeterministic !== true) deterministic = false;
  });
  return deterministic;
}
