import type { Row } from '@tsql/core';
import type { PlanField, SortKey } from '@tsql/planner';
import { compareValues } from './compare-values.js';

/** Compares rows by the keys of ORDER BY: negative, zero or positive. */
export function rowOrder(keys: readonly SortKey[], fields: readonly PlanField[]): (a: Row, b: Row) => number {
  const types = keys.map(({ index }) => fields[index]?.type ?? { kind: 'NULL', nullable: true });
  return (a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as SortKey;
      const left = a[key.index] ?? null;
      const right = b[key.index] ?? null;
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === key.nullsFirst ? -1 : 1;
      }
      const found = compareValues(left, right, types[i] as PlanField['type']);
      if (found !== 0) return key.isDescending ? -found : found;
    }
    return 0;
  };
}
