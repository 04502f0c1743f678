import type { Row } from '@tsql/core';
import type { Expression } from '@tsql/planner';
import { compileProjection } from '../expression/compile.js';
import { interpret } from '../expression/interpret.js';
import type { StageContext } from './stage.js';

/** Makes a row of expressions over one. */
export function projection(expressions: readonly Expression[], { evaluation, mode }: StageContext): (row: Row) => Row {
  if (mode === 'compiled') return compileProjection(expressions, evaluation);
  const parts = expressions.map((expression) => interpret(expression, evaluation));
  return (row) => parts.map((part) => part(row));
}
