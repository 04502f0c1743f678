import { type Cell, CellKind, type CodeWriter, type LogicalType, scaledNumber } from '@tsql/core';
import type { Expression } from '@tsql/planner';

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['=', '==='],
  ['<>', '!=='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** Up to so many digits a number and its multiple are exact as a double. */
const SAFE_DIGITS = 15;

/**
 * A condition as JavaScript over the bytes: comparisons of a whole number or DECIMAL column with a constant, joined by AND. True only
 * where the condition is TRUE; undefined where it is of another kind.
 */
export function inlineCondition(
  condition: Expression,
  cells: readonly (Cell | undefined)[],
  code: CodeWriter,
  source: string,
): string | undefined {
  if (condition.kind === 'and') {
    const operands = condition.operands.map((operand) => inlineCondition(operand, cells, code, source));
    return operands.every((operand) => operand !== undefined) ? operands.join(' && ') : undefined;
  }
  if (condition.kind !== 'call' || condition.arguments.length !== 2) return undefined;
  const operator = OPERATORS.get(condition.function);
  const [left, right] = condition.arguments as [Expression, Expression];
  if (operator === undefined || right.kind !== 'literal') return undefined;
  const column = left.kind === 'cast' && !left.isTry ? left.input : left;
  const cell = column.kind === 'input' ? cells[column.index] : undefined;
  const from = exactNumber(column.type);
  const to = exactNumber(left.type);
  const bound = exactNumber(right.type);
  if (cell === undefined || from === undefined || to === undefined || bound?.scale !== to.scale) return undefined;
  // The cast must keep the value as it is: more digits behind the point, not less in front of it.
  if (to.scale < from.scale || to.precision - to.scale < from.precision - from.scale) return undefined;
  if (right.value === null || to.precision > SAFE_DIGITS || bound.precision > SAFE_DIGITS) return undefined;
  const number = `${code.constant(scaledNumber)}(${source}, ${cell.start}, ${cell.end}, ${to.scale})`;
  const scaled = `Number(${cell.value}) * ${10 ** (to.scale - from.scale)}`;
  const value = `(${cell.kind} === ${CellKind.TEXT} ? ${number} : ${scaled})`;
  return `(${cell.kind} !== ${CellKind.NULL} && ${value} ${operator} ${code.constant(Number(right.value))})`;
}

/** Digits and digits behind the point of types without rounding. */
function exactNumber(type: LogicalType): { readonly precision: number; readonly scale: number } | undefined {
  switch (type.kind) {
    case 'TINYINT':
      return { precision: 3, scale: 0 };
    case 'SMALLINT':
      return { precision: 5, scale: 0 };
    case 'INTEGER':
      return { precision: 10, scale: 0 };
    case 'DECIMAL':
      return type;
    default:
      return undefined;
  }
}
