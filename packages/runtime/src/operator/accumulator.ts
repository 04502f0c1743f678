import type { LogicalType, Value } from '@tsql/core';
import type { AggregateCall } from '@tsql/planner';
import { compareValues } from './compare-values.js';
import { valueKey } from './value-key.js';

/** The state of one aggregate of one group. */
export interface Accumulator {
  /** Takes a value that is not NULL. */
  add(value: Value): void;
  result(): Value;
}

/** Makes the accumulators of a call. `argument` is the type of its argument. */
export function accumulatorFactory(call: AggregateCall, argument: LogicalType | undefined): () => Accumulator {
  const create = factoryOf(call, argument);
  return call.isDistinct ? () => distinct(create()) : create;
}

function distinct(inner: Accumulator): Accumulator {
  const seen = new Set<string>();
  return {
    add(value) {
      const key = valueKey(value);
      if (seen.has(key)) return;
      seen.add(key);
      inner.add(value);
    },
    result: () => inner.result(),
  };
}

function factoryOf(call: AggregateCall, argument: LogicalType | undefined): () => Accumulator {
  switch (call.function) {
    case 'COUNT':
      return count;
    case 'SUM':
      return () => sum(call.type);
    case 'AVG':
      return () => average(call.type, argument ?? call.type);
    case 'MIN':
      return () => extreme(call.type, -1);
    case 'MAX':
      return () => extreme(call.type, 1);
  }
}

function count(): Accumulator {
  let rows = 0n;
  return {
    add() {
      rows++;
    },
    result: () => rows,
  };
}

/** NULL as long as there is no value. Whole numbers wrap around, as in Java; a DECIMAL of more than 38 digits is NULL. */
function sum(type: LogicalType): Accumulator {
  const plus = addition(type);
  let total: Value = null;
  let isEmpty = true;
  return {
    add(value) {
      total = isEmpty ? value : total === null ? null : plus(total, value);
      isEmpty = false;
    },
    result: () => total,
  };
}

const DECIMAL_LIMIT = 10n ** 38n;

function addition(type: LogicalType): (a: Value, b: Value) => Value {
  switch (type.kind) {
    case 'TINYINT':
      return (a, b) => (((a as number) + (b as number)) << 24) >> 24;
    case 'SMALLINT':
      return (a, b) => (((a as number) + (b as number)) << 16) >> 16;
    case 'INTEGER':
      return (a, b) => ((a as number) + (b as number)) | 0;
    case 'BIGINT':
      return (a, b) => BigInt.asIntN(64, (a as bigint) + (b as bigint));
    case 'FLOAT':
      return (a, b) => Math.fround((a as number) + (b as number));
    case 'DECIMAL':
      return (a, b) => {
        const total = (a as bigint) + (b as bigint);
        return total >= DECIMAL_LIMIT || total <= -DECIMAL_LIMIT ? null : total;
      };
    default:
      return (a, b) => (a as number) + (b as number);
  }
}

/** Whole numbers are cut, a DECIMAL is rounded half up to the scale of the result. */
function average(type: LogicalType, argument: LogicalType): Accumulator {
  let values = 0;
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') {
    let total = 0;
    return {
      add(value) {
        total += value as number;
        values++;
      },
      result() {
        if (values === 0) return null;
        return type.kind === 'FLOAT' ? Math.fround(total / values) : total / values;
      },
    };
  }
  let total = 0n;
  const scaleUp =
    type.kind === 'DECIMAL' && argument.kind === 'DECIMAL' ? 10n ** BigInt(type.scale - argument.scale) : 1n;
  return {
    add(value) {
      total += BigInt(value as number | bigint);
      values++;
    },
    result() {
      if (values === 0) return null;
      if (type.kind === 'DECIMAL') return dividedHalfUp(total * scaleUp, BigInt(values));
      const quotient = BigInt.asIntN(64, total) / BigInt(values);
      return type.kind === 'BIGINT' ? quotient : Number(quotient);
    },
  };
}

function dividedHalfUp(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}

function extreme(type: LogicalType, wanted: 1 | -1): Accumulator {
  let best: Value = null;
  return {
    add(value) {
      if (best === null || Math.sign(compareValues(value, best, type)) === wanted) best = value;
    },
    result: () => best,
  };
}
