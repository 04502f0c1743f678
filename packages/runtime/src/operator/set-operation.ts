import { type Row, RowKind, type Value } from '@tsql/core';
import type { SetOperationNode } from '@tsql/planner';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

interface Counted {
  readonly row: Row;
  readonly counts: [number, number];
  /** How often it has been handed on. */
  emitted: number;
}

/** Counts equal rows of both inputs and hands on as many of each as there are to be: at once in streaming mode, else at the end. */
export function setOperation(
  { operator, all, isStreaming }: SetOperationNode,
  downstream: Stage,
  context: StageContext,
): readonly [Stage, Stage] {
  const rows = new Map<string, Counted>();
  let open = 2;
  const wanted = ({ counts: [left, right] }: Counted): number => {
    const count = operator === 'INTERSECT' ? Math.min(left, right) : all ? left - right : right > 0 ? 0 : left;
    return Math.max(0, all ? count : Math.min(1, count));
  };
  const settle = (entry: Counted): void => {
    const count = wanted(entry);
    for (; entry.emitted < count; entry.emitted++) downstream.push(entry.row, RowKind.INSERT);
    for (; entry.emitted > count; entry.emitted--) downstream.push(entry.row, RowKind.DELETE);
  };
  const side = (index: 0 | 1): Stage => ({
    push(row, kind) {
      const name = valueKey(row as Value);
      let entry = rows.get(name);
      if (entry === undefined) {
        context.state.take(row);
        entry = { row, counts: [0, 0], emitted: 0 };
        rows.set(name, entry);
      }
      entry.counts[index] += kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE ? -1 : 1;
      if (isStreaming) settle(entry);
      if (entry.counts[0] !== 0 || entry.counts[1] !== 0) return;
      context.state.give(row);
      rows.delete(name);
    },
    finish() {
      if (--open > 0) return;
      if (!isStreaming) for (const entry of rows.values()) settle(entry);
      downstream.finish();
    },
  });
  return [side(0), side(1)];
}
