import type { LogicalType, Value } from '@tsql/core';
import type { AggregateFunction } from '@tsql/planner';
import type { Accumulator } from './accumulator.js';

/**
 * Variance and standard deviation as Calcite's `AggregateReduceFunctionsRule` reduces them: (SUM(x * x) - SUM(x) * SUM(x) / n) / n, for a
 * sample / (n - 1), in the arithmetic of the type, and the root as POWER(…, 0.5).
 */
export function variance(name: AggregateFunction, type: LogicalType, argument: LogicalType): Accumulator {
  const isSample = name.endsWith('SAMP');
  const isRoot = name.startsWith('STDDEV');
  const isApproximate = type.kind === 'FLOAT' || type.kind === 'DOUBLE';
  return isApproximate ? approximate(isSample, isRoot, type) : exact(isSample, isRoot, type, argument);
}

/** What a sample of one has: NULL, of a NOT NULL column Flink's default in its place. */
const ofOne = (type: LogicalType): Value => (type.nullable ? null : type.kind === 'BIGINT' ? -1n : -1);

function approximate(isSample: boolean, isRoot: boolean, type: LogicalType): Accumulator {
  let count = 0;
  let sum = 0;
  let squares = 0;
  return {
    add(value) {
      count++;
      sum += value as number;
      squares += (value as number) * (value as number);
    },
    retract(value) {
      count--;
      sum -= value as number;
      squares -= (value as number) * (value as number);
    },
    result() {
      if (count === 0) return null;
      if (isSample && count === 1) return ofOne(type);
      const found = (squares - (sum * sum) / count) / (isSample ? count - 1 : count);
      const result = isRoot ? found ** 0.5 : found;
      return type.kind === 'FLOAT' ? Math.fround(result) : result;
    },
  };
}

function exact(isSample: boolean, isRoot: boolean, type: LogicalType, argument: LogicalType): Accumulator {
  let count = 0n;
  let sum = 0n;
  let squares = 0n;
  return {
    add(value) {
      const number = BigInt(value as number | bigint);
      count++;
      sum += number;
      squares += number * number;
    },
    retract(value) {
      const number = BigInt(value as number | bigint);
      count--;
      sum -= number;
      squares -= number * number;
    },
    result() {
      if (count === 0n) return null;
      if (isSample && count === 1n) return ofOne(type);
      const divisor = isSample ? count - 1n : count;
      if (type.kind === 'DECIMAL' && argument.kind === 'DECIMAL') {
        // Of twice the argument's scale; rounded half up to that of the result.
        const dividend = squares * count - sum * sum;
        const scaled = dividend * 10n ** BigInt(2 * type.scale);
        const found = dividedHalfUp(scaled, count * divisor * 10n ** BigInt(2 * argument.scale));
        const value = Number(found) / 10 ** (2 * type.scale);
        return BigInt(Math.round((isRoot ? value ** 0.5 : value) * 10 ** type.scale));
      }
      const found = (squares - (sum * sum) / count) / divisor;
      const result = isRoot ? BigInt(Math.trunc(Number(found) ** 0.5)) : found;
      return type.kind === 'BIGINT' ? result : Number(result);
    },
  };
}

function dividedHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}
