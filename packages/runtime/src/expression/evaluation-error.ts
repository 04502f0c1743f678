import type { Row, Value } from '@tsql/core';
import { diagnostic, TsqlError } from '@tsql/core';
import type { Expression } from '@tsql/planner';

/** Wraps an evaluation so that its failure names the expression's place in the SQL text. */
export function atSpan(expression: Expression, evaluate: (row: Row) => Value): (row: Row) => Value {
  return (row) => {
    try {
      return evaluate(row);
    } catch (error) {
      throw locate(error, expression);
    }
  };
}

/** The same failure at the expression's place; what is placed already, or is no failure of the data, stays as it is. */
export function locate(error: unknown, expression: Expression): unknown {
  if (!(error instanceof TsqlError) || error.diagnostic.span !== undefined || expression.span === undefined)
    return error;
  const { code, args, hint } = error.diagnostic;
  return new TsqlError(diagnostic(code, args, { span: expression.span, hint }), { cause: error });
}
