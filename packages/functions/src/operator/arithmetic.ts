import { type DecimalType, DOUBLE, type LogicalType, type Value, withNullability } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import type { ArgumentInfo, CallBinding, Evaluator, ScalarFunction } from '../scalar-function.js';
import { strictBinding } from '../signature.js';
import { additionType, divisionType, moduloType, multiplicationType } from '../types/decimal-types.js';
import {
  asDecimal,
  BITS,
  isApproximate,
  isExactNumeric,
  isInteger,
  isInterval,
  isNumeric,
} from '../types/type-families.js';
import { type ArithmeticOperator, decimalArithmetic } from './decimal-arithmetic.js';
import { bindIntervalArithmetic, intervalArithmetic } from './interval-arithmetic.js';

const DECIMAL_TYPES = {
  '+': additionType,
  '-': additionType,
  '*': multiplicationType,
  '/': divisionType,
  '%': moduloType,
} as const;

/** FLOAT with DOUBLE has the first operand's type; an approximate number with DECIMAL is DOUBLE. */
function bindNumbers(operator: ArithmeticOperator, a: LogicalType, b: LogicalType): CallBinding | undefined {
  if (isApproximate(a) || isApproximate(b)) {
    if (operator === '%') return undefined;
    const type = [a, b].some((side) => side.kind === 'DECIMAL') ? DOUBLE : isApproximate(a) ? a : b;
    return strictBinding([withNullability(type, a.nullable), withNullability(type, b.nullable)], type);
  }
  if (!isExactNumeric(a) || !isExactNumeric(b)) return undefined;
  if (isInteger(a) && isInteger(b)) {
    const wider = BITS[a.kind] >= BITS[b.kind] ? a : b;
    const types = [withNullability(wider, a.nullable), withNullability(wider, b.nullable)];
    return strictBinding(types, operator === '%' ? b : wider);
  }
  const [left, right] = [asDecimal(a), asDecimal(b)];
  // Calcite's rule for whole numbers: the remainder has the divisor's type.
  if (operator === '%' && left.scale === 0 && right.scale === 0) return strictBinding([left, right], b);
  return strictBinding([left, right], DECIMAL_TYPES[operator](left, right));
}

function bind(operator: ArithmeticOperator, args: readonly ArgumentInfo[]): CallBinding | undefined {
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2) return undefined;
  const a = left.type.kind === 'NULL' ? withNullability(right.type, true) : left.type;
  const b = right.type.kind === 'NULL' ? withNullability(left.type, true) : right.type;
  if (isNumeric(a) && isNumeric(b)) return bindNumbers(operator, a, b);
  return bindIntervalArithmetic(operator, a, b);
}

function create(operator: ArithmeticOperator, { argumentTypes, returnType }: CallBinding): Evaluator {
  const [left, right] = argumentTypes as [LogicalType, LogicalType];
  if (!isNumeric(left) || !isNumeric(right))
    return intervalArithmetic(operator, [left, right], returnType) as Evaluator;
  if (returnType.kind === 'DECIMAL') {
    return decimalArithmetic(operator, left as DecimalType, right as DecimalType, returnType) as Evaluator;
  }
  if (left.kind === 'DECIMAL') {
    const remainder = decimalArithmetic(operator, left, right as DecimalType, right as DecimalType);
    if (returnType.kind === 'BIGINT') return remainder as Evaluator;
    return (a, b) => Number(remainder(a as Value, b as Value));
  }
  if (left.kind === 'BIGINT') return bigintArithmetic(operator, returnType.kind) as Evaluator;
  if (isApproximate(left)) return doubleArithmetic(operator, left.kind === 'FLOAT') as Evaluator;
  return intArithmetic(operator, returnType.kind) as Evaluator;
}

type NumberOperation = (a: number, b: number) => number;
type BinaryEvaluator = (a: Value, b: Value) => Value;

const DOUBLE_OPERATIONS: Readonly<Record<ArithmeticOperator, NumberOperation>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function doubleArithmetic(operator: ArithmeticOperator, isFloat: boolean): BinaryEvaluator {
  const operation = DOUBLE_OPERATIONS[operator] as BinaryEvaluator;
  return isFloat ? (a, b) => Math.fround(operation(a, b) as number) : operation;
}

const INT_OPERATIONS: Readonly<Record<ArithmeticOperator, NumberOperation>> = {
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': Math.imul,
  '/': (a, b) => (b === 0 ? divisionByZero('a / b') : (a / b) | 0),
  '%': (a, b) => (b === 0 ? divisionByZero('a % b') : (a % b) | 0),
};

/** TINYINT, SMALLINT and INT wrap at their own width. */
function intArithmetic(operator: ArithmeticOperator, result: LogicalType['kind']): BinaryEvaluator {
  const operation = INT_OPERATIONS[operator];
  if (result !== 'TINYINT' && result !== 'SMALLINT') return operation as BinaryEvaluator;
  const shift = 32 - BITS[result];
  return (a, b) => (operation(a as number, b as number) << shift) >> shift;
}

const BIGINT_OPERATIONS: Readonly<Record<ArithmeticOperator, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? divisionByZero('a / b') : a / b),
  '%': (a, b) => (b === 0n ? divisionByZero('a % b') : a % b),
};

/** BIGINT wraps; a remainder has the divisor's type, which may be narrower. */
function bigintArithmetic(operator: ArithmeticOperator, result: LogicalType['kind']): BinaryEvaluator {
  const operation = BIGINT_OPERATIONS[operator];
  if (result === 'BIGINT') return (a, b) => BigInt.asIntN(64, operation(a as bigint, b as bigint));
  const bits = BITS[result as 'INTEGER'];
  return (a, b) => Number(BigInt.asIntN(bits, operation(a as bigint, b as bigint)));
}

function divisionByZero(expression: string): never {
  throw evaluationError(expression, 'division by zero');
}

const WORDS: Readonly<Record<ArithmeticOperator, string>> = {
  '+': 'The sum; also moves a point in time by an interval.',
  '-': 'The difference; also moves a point in time back by an interval.',
  '*': 'The product; also multiplies an interval.',
  '/': 'The quotient, cut toward zero for whole numbers.',
  '%': 'The remainder, with the sign of the dividend.',
};

const binaryOperators: readonly ScalarFunction[] = (['+', '-', '*', '/', '%'] as const).map((name) => ({
  name,
  ...(name === '%' ? { aliases: ['MOD'] } : {}),
  syntax: name === '%' ? 'number % number, MOD(number, number)' : `number ${name} number`,
  doc: WORDS[name],
  group: 'arithmetic',
  isDeterministic: true,
  nullPolicy: 'strict',
  expected: 'two numbers, or a point in time and an interval',
  bind: (args) => bind(name, args),
  create: (binding) => create(name, binding),
}));

const negation: ScalarFunction = {
  name: '-u',
  syntax: '-number',
  doc: 'The negated number or interval.',
  group: 'arithmetic',
  isDeterministic: true,
  nullPolicy: 'strict',
  expected: 'a number or an interval',
  bind([argument]) {
    const fits = argument !== undefined && (isNumeric(argument.type) || isInterval(argument.type));
    return fits ? strictBinding([argument.type], argument.type) : undefined;
  },
  create: ({ returnType }) => negate(returnType) as Evaluator,
};

/** Negation as Java does it: the smallest integer stays itself. */
export function negate(type: LogicalType): (value: Value) => Value {
  if (type.kind === 'BIGINT') return (value) => BigInt.asIntN(64, -(value as bigint));
  if (type.kind === 'DECIMAL') return (value) => -(value as bigint);
  if (!isInteger(type)) return (value) => -(value as number);
  const shift = 32 - BITS[type.kind];
  return (value) => ((0 - (value as number)) << shift) >> shift;
}

export const ARITHMETIC_OPERATORS: readonly ScalarFunction[] = [...binaryOperators, negation];
