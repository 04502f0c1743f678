import type { Value } from './value.js';

/** A MAP or MULTISET: entries in the order in which Flink would iterate over them. Keys are distinct. */
export class MapValue {
  constructor(
    readonly keys: readonly Value[],
    readonly values: readonly Value[],
  ) {}

  get size(): number {
    return this.keys.length;
  }
}
