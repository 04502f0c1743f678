import { diagnostic, MapValue, TsqlError, type Value } from '@tsql/core';
import type { Accumulator } from './accumulator.js';
import { CountedValues } from './counted-values.js';
import type { StateMemory } from './state-memory.js';
import { valueKey } from './value-key.js';

/** All values in the order in which they came. */
export function list(state: StateMemory, result: (values: readonly Value[]) => Value): Accumulator {
  const values: Value[] = [];
  return {
    add(value) {
      state.take(value);
      values.push(value);
    },
    retract(value) {
      const key = valueKey(value);
      const index = values.findIndex((each) => valueKey(each) === key);
      if (index < 0) return;
      state.give(value);
      values.splice(index, 1);
    },
    result: () => result(values),
  };
}

/** The value of a subquery that may have one row only. */
export function single(values: readonly Value[]): Value {
  if (values.length > 1) {
    const reason = 'a subquery that stands for a value yields more than one row';
    throw new TsqlError(diagnostic('TSQL_RUN_EVALUATION', { expression: 'SINGLE_VALUE', reason }));
  }
  return values[0] ?? null;
}

export function first(): Accumulator {
  let found: Value = null;
  return {
    add(value) {
      found ??= value;
    },
    retract: neverRetracted,
    result: () => found,
  };
}

export function last(): Accumulator {
  let found: Value = null;
  return {
    add(value) {
      found = value;
    },
    retract: neverRetracted,
    result: () => found,
  };
}

function neverRetracted(): never {
  throw new Error('the input was planned to yield inserts only');
}

/** COLLECT: how often each value is there. */
export function collect(state: StateMemory): Accumulator {
  const values = new CountedValues(state);
  return {
    add: values.add,
    retract: values.retract,
    result() {
      const all = [...values.all()];
      return new MapValue(
        all.map(({ value }) => value),
        all.map(({ count }) => count),
      );
    },
  };
}
