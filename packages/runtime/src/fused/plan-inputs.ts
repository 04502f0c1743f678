import { findFunction } from '@tsql/functions';
import type { Expression } from '@tsql/planner';

/** The columns that expressions read. */
export function inputsOf(expressions: readonly Expression[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const expression of expressions) {
    walk(expression, (each) => {
      if (each.kind === 'input') found.add(each.index);
    });
  }
  return found;
}

/**
 * True where an expression draws from a sequence of its own (a seeded RAND): it has to be evaluated once for each record, in
 * order, and by one evaluator.
 */
export function drawsFromSequence(expression: Expression): boolean {
  let draws = false;
  walk(expression, (each) => {
    if (each.kind !== 'call' || each.arguments[0]?.kind !== 'literal') return;
    if (findFunction(each.function)?.isDeterministic === false) draws = true;
  });
  return draws;
}

function walk(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const operand of operandsOf(expression)) walk(operand, visit);
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'input':
      return [];
    case 'field':
    case 'cast':
      return [expression.input];
    case 'call':
      return expression.arguments;
    case 'and':
    case 'or':
      return expression.operands;
    case 'case':
      return [...expression.branches.flatMap(({ when, then }) => [when, then]), expression.otherwise];
  }
}
