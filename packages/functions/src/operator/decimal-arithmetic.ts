import { type DecimalType, fitDecimal, type Value } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** Exact decimal arithmetic, rounded half up to the result's scale: NULL where that has too many digits. */
export function decimalArithmetic(
  operator: ArithmeticOperator,
  left: DecimalType,
  right: DecimalType,
  result: DecimalType,
): (a: Value, b: Value) => Value {
  const fit = (unscaled: bigint, scale: number) => fitDecimal({ unscaled, scale }, result.precision, result.scale);
  if (operator === '*') return (a, b) => fit((a as bigint) * (b as bigint), left.scale + right.scale);
  if (operator === '/') {
    return (a, b) => {
      if (b === 0n) throw evaluationError('a / b', 'division by zero');
      const { unscaled, scale } = quotient(a as bigint, b as bigint, left.scale - right.scale);
      return fit(unscaled, scale);
    };
  }
  const scale = Math.max(left.scale, right.scale);
  const [leftFactor, rightFactor] = [10n ** BigInt(scale - left.scale), 10n ** BigInt(scale - right.scale)];
  if (operator === '%') {
    return (a, b) => {
      if (b === 0n) throw evaluationError('a % b', 'division by zero');
      return fit(((a as bigint) * leftFactor) % ((b as bigint) * rightFactor), scale);
    };
  }
  if (operator === '+') return (a, b) => fit((a as bigint) * leftFactor + (b as bigint) * rightFactor, scale);
  return (a, b) => fit((a as bigint) * leftFactor - (b as bigint) * rightFactor, scale);
}

const SIGNIFICANT_DIGITS = 38;

/** The quotient rounded half up to 38 digits, as Flink computes it before it rounds to the result's scale. */
function quotient(a: bigint, b: bigint, scale: number): { readonly unscaled: bigint; readonly scale: number } {
  if (a === 0n) return { unscaled: 0n, scale: 0 };
  const magnitudes = [abs(a), abs(b)] as const;
  let shift = SIGNIFICANT_DIGITS - (digits(magnitudes[0]) - digits(magnitudes[1]));
  let rounded = divideHalfUp(magnitudes[0], magnitudes[1], shift);
  if (digits(rounded) > SIGNIFICANT_DIGITS) {
    shift--;
    rounded = divideHalfUp(magnitudes[0], magnitudes[1], shift);
  }
  return { unscaled: a < 0n === b < 0n ? rounded : -rounded, scale: scale + shift };
}

function divideHalfUp(a: bigint, b: bigint, shift: number): bigint {
  const [numerator, denominator] = shift >= 0 ? [a * 10n ** BigInt(shift), b] : [a, b * 10n ** BigInt(-shift)];
  return (numerator * 2n + denominator) / (denominator * 2n);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const digits = (value: bigint): number => value.toString().length;
