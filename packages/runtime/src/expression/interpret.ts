import type { Row, Value } from '@tsql/core';
import { type ArgumentInfo, createCast, type EvaluationContext, type Evaluator, findFunction } from '@tsql/functions';
import type { CallExpression, CaseExpression, Expression, LogicExpression } from '@tsql/planner';
import { atSpan } from './evaluation-error.js';

/** Evaluates an expression over a row. */
export type Evaluation = (row: Row) => Value;

/**
 * Evaluation by nested closures: slow and obvious. It is the reference that compiled expressions are tested against.
 */
export function interpret(expression: Expression, context: EvaluationContext): Evaluation {
  switch (expression.kind) {
    case 'literal':
      return () => expression.value;
    case 'input':
      return (row) => row[expression.index] ?? null;
    case 'field': {
      const input = interpret(expression.input, context);
      return (row) => (input(row) as Row | null)?.[expression.index] ?? null;
    }
    case 'cast': {
      const input = interpret(expression.input, context);
      const cast = createCast(expression.input.type, expression.type, { isTry: expression.isTry, context });
      return atSpan(expression, (row) => {
        const value = input(row);
        return value === null ? null : cast(value);
      });
    }
    case 'call':
      return interpretCall(expression, context);
    case 'and':
    case 'or':
      return interpretLogic(expression, context);
    case 'case':
      return interpretCase(expression, context);
  }
}

/** Binds a call again and makes its evaluator. */
export function createEvaluator(
  call: CallExpression,
  context: EvaluationContext,
): { evaluate: Evaluator; isStrict: boolean } {
  const definition = findFunction(call.function);
  if (definition === undefined) throw new Error(`the plan calls ${call.function}, which is not registered`);
  const args: ArgumentInfo[] = call.arguments.map((argument) =>
    argument.kind === 'literal' ? { type: argument.type, constant: argument.value } : { type: argument.type },
  );
  const binding = { argumentTypes: args.map((argument) => argument.type), returnType: call.type };
  return { evaluate: definition.create(binding, args, context), isStrict: definition.nullPolicy === 'strict' };
}

function interpretCall(call: CallExpression, context: EvaluationContext): Evaluation {
  const { evaluate, isStrict } = createEvaluator(call, context);
  const inputs = call.arguments.map((argument) => interpret(argument, context));
  return atSpan(call, (row) => {
    const values = inputs.map((input) => input(row));
    return isStrict && values.includes(null) ? null : evaluate(...values);
  });
}

/** Three-valued AND and OR: the deciding value (FALSE for AND) ends evaluation, NULL otherwise stays. */
function interpretLogic(expression: LogicExpression, context: EvaluationContext): Evaluation {
  const operands = expression.operands.map((operand) => interpret(operand, context));
  const deciding = expression.kind === 'or';
  return (row) => {
    let sawNull = false;
    for (const operand of operands) {
      const value = operand(row);
      if (value === deciding) return deciding;
      if (value === null) sawNull = true;
    }
    return sawNull ? null : !deciding;
  };
}

function interpretCase(expression: CaseExpression, context: EvaluationContext): Evaluation {
  const branches = expression.branches.map(({ when, then }) => ({
    when: interpret(when, context),
    // biome-ignore lint/suspicious/noThenProperty: the branch of a CASE, never awaited
    then: interpret(then, context),
  }));
  const otherwise = interpret(expression.otherwise, context);
  return (row) => {
    for (const branch of branches) if (branch.when(row) === true) return branch.then(row);
    return otherwise(row);
  };
}
