import { formatDouble, type LogicalType, parseDecimal, rescale, type Value, withNullability } from '@tsql/core';
import { decimalToDouble } from '../cast/to-number.js';
import { evaluationError } from '../evaluation-error.js';
import { negate } from '../operator/arithmetic.js';
import { int, number } from '../parameters.js';
import type { ArgumentInfo, Evaluator, ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { roundType } from '../types/decimal-types.js';
import { BITS, isInteger } from '../types/type-families.js';

/** Brings an unscaled value from one scale to another. */
type Rounding = (unscaled: bigint, from: number, to: number) => bigint;

const cut: Rounding = (unscaled, from, to) =>
  to >= from ? unscaled * 10n ** BigInt(to - from) : unscaled / 10n ** BigInt(from - to);

const down: Rounding = (unscaled, from, to) => floorOf(unscaled, 10n ** BigInt(Math.max(0, from - to)));
const up: Rounding = (unscaled, from, to) => -floorOf(-unscaled, 10n ** BigInt(Math.max(0, from - to)));

const floorOf = (value: bigint, step: bigint): bigint => {
  const quotient = value / step;
  return value % step < 0n ? quotient - 1n : quotient;
};

/** ROUND and TRUNCATE of a number to `digits` digits behind the point, negative ones before it. */
function rounder(name: string, rounding: Rounding, type: LogicalType, result: LogicalType): Evaluator {
  const to = (unscaled: bigint, scale: number, digits: number, target: number): bigint =>
    digits >= scale ? rescale(unscaled, scale, target) : rescale(rounding(unscaled, scale, digits), digits, target);
  if (type.kind === 'DECIMAL') {
    const target = result.kind === 'DECIMAL' ? result.scale : 0;
    return (value, digits) => to(value as bigint, type.scale, (digits as number | undefined) ?? 0, target);
  }
  if (isInteger(type)) {
    const bits = BITS[type.kind];
    return (value, digits) => {
      const rounded = BigInt.asIntN(bits, to(BigInt(value as number), 0, Math.min(0, (digits as number) ?? 0), 0));
      return type.kind === 'BIGINT' ? rounded : Number(rounded);
    };
  }
  return (value, digits) => {
    const rounded = roundDouble(name, rounding, value as number, (digits as number | undefined) ?? 0);
    return type.kind === 'FLOAT' ? Math.fround(rounded) : rounded;
  };
}

/** Doubles are rounded as the decimal number they are printed as. */
function roundDouble(name: string, rounding: Rounding, value: number, digits: number): number {
  const decimal = parseDecimal(formatDouble(value));
  if (decimal === undefined) throw evaluationError(name, `${formatDouble(value)} cannot be rounded`);
  if (digits >= decimal.scale) return value + 0;
  return decimalToDouble(rounding(decimal.unscaled, decimal.scale, digits), digits);
}

/** A DECIMAL's type follows a constant number of digits; ROUND(x) has none behind the point. */
function roundedType([type]: readonly LogicalType[], args: readonly ArgumentInfo[]): LogicalType {
  if (type === undefined || type.kind !== 'DECIMAL') return type as LogicalType;
  const digits = args[1] === undefined ? 0 : args[1].constant;
  return typeof digits === 'number' || typeof digits === 'bigint' ? roundType(type, Number(digits)) : type;
}

const roundings = (
  [
    ['ROUND', 'The number rounded half up to some digits behind the point (0 if not given).', rescale],
    ['TRUNCATE', 'The number cut to some digits behind the point (0 if not given).', cut],
  ] as const
).map(([name, doc, rounding]) =>
  declareFunction({
    name,
    syntax: `${name}(number[, digits])`,
    doc,
    group: 'arithmetic',
    expected: 'a number, and a number of digits',
    overloads: [
      {
        parameters: [number, int],
        optional: 1,
        returns: roundedType,
        create: ({ argumentTypes: [type], returnType }) => rounder(name, rounding, type as LogicalType, returnType),
      },
    ],
  }),
);

const wholeType = ([type]: readonly LogicalType[]): LogicalType =>
  type?.kind === 'DECIMAL' ? { ...type, scale: 0 } : (type as LogicalType);

/** FLOOR or CEIL of a number of the type; also used for FLOOR(point TO unit), which shares the name. */
export function wholeNumber(isFloor: boolean, type: LogicalType): (value: Value) => Value {
  if (isInteger(type)) return (value) => value;
  if (type.kind === 'DECIMAL') {
    const rounding = isFloor ? down : up;
    return (value) => rounding(value as bigint, type.scale, 0);
  }
  return isFloor ? (value) => Math.floor(value as number) : (value) => Math.ceil(value as number);
}

export const wholeNumberOverload = (isFloor: boolean) => ({
  parameters: [number],
  returns: wholeType,
  create: ({ argumentTypes: [type] }: { readonly argumentTypes: readonly LogicalType[] }) =>
    wholeNumber(isFloor, type as LogicalType) as Evaluator,
});

function absolute(type: LogicalType): (value: Value) => Value {
  const negated = negate(type);
  return type.kind === 'FLOAT' || type.kind === 'DOUBLE'
    ? (value) => Math.abs(value as number)
    : (value) => ((value as number) < 0 ? negated(value) : value);
}

/** The sign in the argument's own type: -1.000 in DECIMAL(8, 3). */
function signOf(type: LogicalType): (value: Value) => Value {
  if (type.kind === 'DECIMAL' || type.kind === 'BIGINT') {
    const one = type.kind === 'DECIMAL' ? 10n ** BigInt(type.scale) : 1n;
    return (value) => ((value as bigint) > 0n ? one : (value as bigint) < 0n ? -one : 0n);
  }
  return (value) => Math.sign(value as number);
}

const sameTyped = (
  [
    ['ABS', 'The number without its sign.', absolute],
    ['SIGN', '-1, 0 or 1, as the number is negative, zero or positive; in its own type.', signOf],
  ] as const
).map(([name, doc, operation]) =>
  declareFunction({
    name,
    syntax: `${name}(number)`,
    doc,
    group: 'arithmetic',
    expected: 'one number',
    overloads: [
      {
        parameters: [number],
        returns: ([type]) => withNullability(type as LogicalType, true),
        create: ({ argumentTypes: [type] }) => operation(type as LogicalType) as Evaluator,
      },
    ],
  }),
);

export const ROUNDING_FUNCTIONS: readonly ScalarFunction[] = [...roundings, ...sameTyped];
