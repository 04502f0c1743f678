import {
  civilFromDays,
  DOUBLE,
  daysFromCivil,
  daysInMonth,
  decimal,
  type LogicalType,
  MILLIS_PER_DAY,
  rescale,
  Timestamp,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import { evaluationError } from '../cast/failure.js';
import { wrapInteger } from '../cast/numeric-conversion.js';
import { define, strictBinding } from '../define.js';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { adjustedDecimal } from '../types/common-type.js';
import {
  decimalShape,
  INTEGER_RANK,
  isApproximate,
  isInteger,
  isInterval,
  isNumeric,
  isTimestamp,
} from '../types/type-family.js';

type Operator = '+' | '-' | '*' | '/' | '%';

/** The types of an operation on two numbers, as Flink's `LogicalTypeMerging` finds them. */
function bindNumbers(operator: Operator, a: LogicalType, b: LogicalType): CallBinding | undefined {
  if (isApproximate(a) || isApproximate(b)) {
    const type = approximateResult(a, b);
    return strictBinding([nullableAs(type, a), nullableAs(type, b)], type);
  }
  if (isInteger(a) && isInteger(b)) {
    const wider = (INTEGER_RANK[a.kind] ?? 0) >= (INTEGER_RANK[b.kind] ?? 0) ? a : b;
    const type = operator === '%' ? b : wider;
    return strictBinding([nullableAs(wider, a), nullableAs(wider, b)], nullableAs(type, type));
  }
  return strictBinding([decimalOf(a), decimalOf(b)], decimalResult(operator, decimalShape(a), decimalShape(b)));
}

/** FLOAT with DOUBLE takes the first one's type; with DECIMAL it is DOUBLE. */
function approximateResult(a: LogicalType, b: LogicalType): LogicalType {
  if (isApproximate(a) && isApproximate(b)) return { ...a };
  const other = isApproximate(a) ? b : a;
  return other.kind === 'DECIMAL' ? DOUBLE : { ...(isApproximate(a) ? a : b) };
}

const nullableAs = (type: LogicalType, like: LogicalType): LogicalType =>
  ({ ...type, nullable: like.nullable }) as LogicalType;

function decimalOf(type: LogicalType): LogicalType {
  const { precision, scale } = decimalShape(type);
  return { ...decimal(precision, scale), nullable: type.nullable };
}

type Shape = ReturnType<typeof decimalShape>;

function decimalResult(operator: Operator, a: Shape, b: Shape): LogicalType {
  switch (operator) {
    case '+':
    case '-': {
      const scale = Math.max(a.scale, b.scale);
      return adjustedDecimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
    }
    case '*':
      return adjustedDecimal(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const scale = Math.max(6, a.scale + b.precision + 1);
      return adjustedDecimal(a.precision - a.scale + b.scale + scale, scale);
    }
    case '%': {
      const scale = Math.max(a.scale, b.scale);
      return adjustedDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
    }
  }
}

function createNumbers(operator: Operator, binding: CallBinding): (a: Value, b: Value) => Value {
  const [left, right] = binding.argumentTypes as [LogicalType, LogicalType];
  const type = binding.returnType;
  if (isApproximate(type)) return createDoubles(operator, type.kind === 'FLOAT');
  if (type.kind === 'DECIMAL') return createDecimals(operator, left, right, type);
  return createIntegers(operator, type as LogicalType & { kind: 'INTEGER' });
}

const DOUBLE_OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function createDoubles(operator: Operator, isFloat: boolean): (a: Value, b: Value) => Value {
  const operation = DOUBLE_OPERATIONS[operator];
  return isFloat
    ? (a, b) => Math.fround(operation(a as number, b as number))
    : (a, b) => operation(a as number, b as number);
}

/** Java's integer arithmetic: it wraps, and division by zero fails the job. */
function createIntegers(
  operator: Operator,
  type: { readonly kind: 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' },
): (a: Value, b: Value) => Value {
  return (a, b) => {
    const left = BigInt(a as number);
    const right = BigInt(b as number);
    if ((operator === '/' || operator === '%') && right === 0n) throw evaluationError(operator, 'division by zero');
    return wrapInteger(integerOperation(operator, left, right), type.kind);
  };
}

function integerOperation(operator: Operator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

/** Decimal arithmetic: exact, then rounded half up to the result's scale; NULL where it has too many digits. */
function createDecimals(
  operator: Operator,
  left: LogicalType,
  right: LogicalType,
  type: LogicalType & { kind: 'DECIMAL' },
): (a: Value, b: Value) => Value {
  const a = decimalShape(left).scale;
  const b = decimalShape(right).scale;
  const common = Math.max(a, b);
  const limit = 10n ** BigInt(type.precision);
  const fit = (unscaled: bigint, scale: number): Value => {
    const value = rescale(unscaled, scale, type.scale);
    return value >= limit || value <= -limit ? null : value;
  };
  return (x, y) => {
    const first = x as bigint;
    const second = y as bigint;
    if ((operator === '/' || operator === '%') && second === 0n) throw evaluationError(operator, 'division by zero');
    if (operator === '*') return fit(first * second, a + b);
    if (operator === '/') return divide(first, second, a, b, type.scale, limit);
    const p = rescale(first, a, common);
    const q = rescale(second, b, common);
    return fit(operator === '+' ? p + q : operator === '-' ? p - q : p % q, common);
  };
}

function divide(x: bigint, y: bigint, a: number, b: number, scale: number, limit: bigint): Value {
  const digits = scale + 2;
  const shifted = digits + b - a >= 0 ? x * 10n ** BigInt(digits + b - a) : x / 10n ** BigInt(a - b - digits);
  const value = rescale(shifted / y, digits, scale);
  return value >= limit || value <= -limit ? null : value;
}

/** Months later: the day is cut to the month's length. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

function bindTemporal(operator: Operator, a: LogicalType, b: LogicalType): CallBinding | undefined {
  const isSum = operator === '+' || operator === '-';
  if (isInterval(a) && isInterval(b)) return isSum && a.kind === b.kind ? strictBinding([a, b], a) : undefined;
  if (isInterval(a) && isNumeric(b)) return operator === '*' || operator === '/' ? strictBinding([a, b], a) : undefined;
  if (isNumeric(a) && isInterval(b)) return operator === '*' ? strictBinding([a, b], b) : undefined;
  if (isInterval(a) && operator === '+') {
    const swapped = bindTemporal('+', b, a);
    return swapped === undefined ? undefined : { ...swapped, argumentTypes: [a, b] };
  }
  if (!isInterval(b) || !isSum) return undefined;
  if (isTimestamp(a)) {
    const precision = Math.max((a as { precision: number }).precision, b.kind === 'INTERVAL_DAY_TIME' ? 3 : 0);
    return strictBinding([a, b], a.kind === 'TIMESTAMP' ? timestamp(precision) : timestampLtz(precision));
  }
  return a.kind === 'DATE' || a.kind === 'TIME' ? strictBinding([a, b], a) : undefined;
}

function createTemporal(operator: Operator, binding: CallBinding): (a: Value, b: Value) => Value {
  const [left, right] = binding.argumentTypes as [LogicalType, LogicalType];
  const sign = operator === '-' ? -1 : 1;
  if (operator === '*') return (a, b) => Math.trunc(Number(a) * Number(b));
  if (operator === '/') return (a, b) => Math.trunc(Number(a) / Number(b));
  if (isInterval(left) && isInterval(right)) return (a, b) => (a as number) + sign * (b as number);
  if (isInterval(left)) {
    const evaluate = createTemporal(operator, { ...binding, argumentTypes: [right, left] });
    return (a, b) => evaluate(b, a);
  }
  const isMonths = right.kind === 'INTERVAL_YEAR_MONTH';
  if (left.kind === 'DATE') {
    return (a, b) =>
      isMonths
        ? addMonths(a as number, sign * (b as number))
        : (a as number) + Math.trunc((sign * (b as number)) / MILLIS_PER_DAY);
  }
  if (left.kind === 'TIME') {
    return (a, b) => ((((a as number) + sign * (b as number)) % MILLIS_PER_DAY) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
  }
  return (a, b) => {
    const { millis, nanoOfMilli } = a as Timestamp;
    if (!isMonths) return new Timestamp(millis + sign * (b as number), nanoOfMilli);
    const days = Math.floor(millis / MILLIS_PER_DAY);
    return new Timestamp(
      addMonths(days, sign * (b as number)) * MILLIS_PER_DAY + (millis - days * MILLIS_PER_DAY),
      nanoOfMilli,
    );
  };
}

function bind(operator: Operator, args: readonly ArgumentInfo[]): CallBinding | undefined {
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2) return undefined;
  const a = left.type.kind === 'NULL' ? { ...right.type, nullable: true as const } : left.type;
  const b = right.type.kind === 'NULL' ? { ...left.type, nullable: true as const } : right.type;
  return isNumeric(a) && isNumeric(b) ? bindNumbers(operator, a, b) : bindTemporal(operator, a, b);
}

const operators = (['+', '-', '*', '/', '%'] as const).map((name) =>
  define({
    name,
    ...(name === '%' ? { aliases: ['MOD'] } : {}),
    syntax: `a ${name} b`,
    doc: 'Arithmetic on numbers; + and - on points in time and intervals as well.',
    group: 'arithmetic',
    expected: 'two numbers, or a point in time and an interval',
    bind: (args) => bind(name, args),
    create(binding) {
      const isTemporal = binding.argumentTypes.some((type) => !isNumeric(type) && type.kind !== 'NULL');
      const evaluate = isTemporal ? createTemporal(name, binding) : createNumbers(name, binding);
      return (a, b) => evaluate(a as Value, b as Value);
    },
  }),
);

const negation = define({
  name: '-u',
  syntax: '-a',
  doc: 'The negative of a number or an interval.',
  group: 'arithmetic',
  expected: 'a number or an interval',
  bind: ([argument]) =>
    argument !== undefined && (isNumeric(argument.type) || isInterval(argument.type))
      ? strictBinding([argument.type], argument.type)
      : undefined,
  create({ returnType }) {
    if (isInteger(returnType)) return (a) => wrapInteger(-BigInt(a as number), returnType.kind as 'INTEGER');
    return (a) => (typeof a === 'bigint' ? -a : -(a as number));
  },
});

const abs = define({
  name: 'ABS',
  syntax: 'ABS(number)',
  doc: 'The number without its sign.',
  group: 'arithmetic',
  expected: 'a number',
  bind: ([argument]) =>
    argument !== undefined && isNumeric(argument.type) ? strictBinding([argument.type], argument.type) : undefined,
  create: () => (a) => ((a as number) < 0 ? -(a as number) : a) as Value,
});

const MATH: Readonly<Record<string, (value: number) => number>> = {
  SQRT: Math.sqrt,
  EXP: Math.exp,
  LN: Math.log,
  LOG10: Math.log10,
  LOG2: Math.log2,
  SIN: Math.sin,
  COS: Math.cos,
  TAN: Math.tan,
  ASIN: Math.asin,
  ACOS: Math.acos,
  ATAN: Math.atan,
};

const math = Object.entries(MATH).map(([name, operation]) =>
  define({
    name,
    syntax: `${name}(number)`,
    doc: 'A function of a DOUBLE.',
    group: 'arithmetic',
    expected: 'a number',
    bind: ([argument]) =>
      argument !== undefined && isNumeric(argument.type)
        ? strictBinding([nullableAs(DOUBLE, argument.type)], DOUBLE)
        : undefined,
    create: () => (value) => operation(value as number),
  }),
);

const power = define({
  name: 'POWER',
  syntax: 'POWER(base, exponent)',
  doc: 'The base raised to the exponent.',
  group: 'arithmetic',
  expected: 'two numbers',
  bind: ([a, b]) =>
    a !== undefined && b !== undefined && isNumeric(a.type) && isNumeric(b.type)
      ? strictBinding([nullableAs(DOUBLE, a.type), nullableAs(DOUBLE, b.type)], DOUBLE)
      : undefined,
  create: () => (a, b) => (a as number) ** (b as number),
});

export const ARITHMETIC_FUNCTIONS: readonly ScalarFunction[] = [...operators, negation, abs, ...math, power];
