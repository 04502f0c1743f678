import type { Value } from '@tsql/core';
import type { StateMemory } from './state-memory.js';
import { valueKey } from './value-key.js';

/** Values, and how often each is there: one that is taken back as often as it came is gone. */
export class CountedValues {
  private readonly values = new Map<string, { readonly value: Value; count: number }>();

  constructor(private readonly state: StateMemory) {}

  readonly add = (value: Value): void => {
    const key = valueKey(value);
    const known = this.values.get(key);
    if (known !== undefined) known.count++;
    else {
      this.state.take(value);
      this.values.set(key, { value, count: 1 });
    }
  };

  readonly retract = (value: Value): void => {
    const key = valueKey(value);
    const known = this.values.get(key);
    if (known === undefined || --known.count > 0) return;
    this.state.give(value);
    this.values.delete(key);
  };

  /** In the order in which they came first. */
  all(): Iterable<{ readonly value: Value; readonly count: number }> {
    return this.values.values();
  }
}
