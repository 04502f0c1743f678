import type { LogicalType, Value } from '@tsql/core';
import type { AggregateCall } from '@tsql/planner';
import { collect, first, last, list, single } from './collecting-accumulators.js';
import { compareValues } from './compare-values.js';
import { CountedValues } from './counted-values.js';
import type { StateMemory } from './state-memory.js';
import { valueKey } from './value-key.js';
import { variance } from './variance-accumulator.js';

/** The state of one aggregate of one group. */
export interface Accumulator {
  /** Takes a value that is not NULL. */
  add(value: Value): void;
  /** Takes a value back that was added before. */
  retract(value: Value): void;
  result(): Value;
}

export interface AccumulatorPlan {
  readonly call: AggregateCall;
  /** The type of the argument. */
  readonly argument: LogicalType | undefined;
  /** True where values are taken back. */
  readonly isRetracting: boolean;
  readonly state: StateMemory;
}

/** Makes the accumulators of a call. */
export function accumulatorFactory(plan: AccumulatorPlan): () => Accumulator {
  const create = factoryOf(plan);
  const { call, state } = plan;
  const isDistinct = call.isDistinct || call.function === 'APPROX_COUNT_DISTINCT';
  return isDistinct ? () => distinct(create(), state) : create;
}

/** Hands each value on once, as long as it is there at all. */
function distinct(inner: Accumulator, state: StateMemory): Accumulator {
  const counts = new Map<string, number>();
  return {
    add(value) {
      const key = valueKey(value);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      if (count > 0) return;
      state.take(value);
      inner.add(value);
    },
    retract(value) {
      const key = valueKey(value);
      const count = counts.get(key) ?? 0;
      if (count > 1) counts.set(key, count - 1);
      else if (counts.delete(key)) {
        state.give(value);
        inner.retract(value);
      }
    },
    result: () => inner.result(),
  };
}

function factoryOf({ call, argument, isRetracting, state }: AccumulatorPlan): () => Accumulator {
  const { type } = call;
  switch (call.function) {
    case 'COUNT':
    case 'APPROX_COUNT_DISTINCT':
      return count;
    case 'SUM':
      return () => sum(type);
    case 'AVG':
      return () => average(type, argument ?? type);
    case 'MIN':
      return () => (isRetracting ? retractableExtreme(type, -1, state) : extreme(type, -1));
    case 'MAX':
      return () => (isRetracting ? retractableExtreme(type, 1, state) : extreme(type, 1));
    case 'LISTAGG':
      return () => list(state, (values) => (values.length === 0 ? null : values.join(call.separator ?? ',')));
    case 'ARRAY_AGG':
      return () => list(state, (values) => (values.length === 0 ? null : [...values]));
    case 'FIRST_VALUE':
      return () => (isRetracting ? list(state, (values) => values[0] ?? null) : first());
    case 'LAST_VALUE':
      return () => (isRetracting ? list(state, (values) => values.at(-1) ?? null) : last());
    case 'SINGLE_VALUE':
      return () => list(state, single);
    case 'COLLECT':
      return () => collect(state);
    case 'STDDEV_POP':
    case 'STDDEV_SAMP':
    case 'VAR_POP':
    case 'VAR_SAMP':
      return () => variance(call.function, type, argument ?? type);
  }
}

function count(): Accumulator {
  let rows = 0n;
  return {
    add() {
      rows++;
    },
    retract() {
      rows--;
    },
    result: () => rows,
  };
}

/** NULL as long as there is no value. Whole numbers wrap around, as in Java; a DECIMAL of more than 38 digits is NULL. */
function sum(type: LogicalType): Accumulator {
  const plus = addition(type);
  let total: Value = null;
  let values = 0;
  return {
    add(value) {
      total = values === 0 ? value : total === null ? null : plus(total, value);
      values++;
    },
    retract(value) {
      const negative = typeof value === 'bigint' ? -value : -(value as number);
      total = total === null ? null : plus(total, negative);
      values--;
    },
    result: () => (values === 0 ? null : total),
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
      retract(value) {
        total -= value as number;
        values--;
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
    retract(value) {
      total -= BigInt(value as number | bigint);
      values--;
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
    retract() {
      throw new Error('the input was planned to yield inserts only');
    },
    result: () => best,
  };
}

/** Keeps every value with its count: the best one may be taken back. */
function retractableExtreme(type: LogicalType, wanted: 1 | -1, state: StateMemory): Accumulator {
  const values = new CountedValues(state);
  return {
    add: values.add,
    retract: values.retract,
    result() {
      let best: Value = null;
      for (const { value } of values.all()) {
        if (best === null || Math.sign(compareValues(value, best, type)) === wanted) best = value;
      }
      return best;
    },
  };
}
