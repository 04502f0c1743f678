import { type Row, RowKind, type Value } from '@tsql/core';
import type { AggregateNode } from '@tsql/planner';
import { type Accumulator, accumulatorFactory } from './accumulator.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

interface Group {
  readonly key: Row;
  readonly accumulators: readonly Accumulator[];
  /** The row that was handed on last; undefined before the first one. */
  emitted: Row | undefined;
}

/**
 * Flink's group aggregate over inserts. In streaming mode every row changes its group at once: an insert first, then updates, and
 * nothing where the results stay as they were. In batch mode the groups come at the end, in the order of their first rows; without
 * keys there is one group also without rows.
 */
export function aggregate(node: AggregateNode, downstream: Stage, context: StageContext): Stage {
  const groups = new Map<string, Group>();
  const factories = node.calls.map((call) =>
    accumulatorFactory(call, call.argument === undefined ? undefined : node.input.fields[call.argument]?.type),
  );
  const groupOf = (row: Row): Group => {
    const key = row.slice(0, node.keyCount);
    const name = valueKey(key as Value);
    let group = groups.get(name);
    if (group === undefined) {
      context.onStateRow();
      group = { key, accumulators: factories.map((create) => create()), emitted: undefined };
      groups.set(name, group);
    }
    return group;
  };
  const add = ({ accumulators }: Group, row: Row): void => {
    for (const [index, { argument, filter }] of node.calls.entries()) {
      if (filter !== undefined && row[filter] !== true) continue;
      const value = argument === undefined ? true : (row[argument] ?? null);
      if (value !== null) accumulators[index]?.add(value);
    }
  };
  const rowOf = ({ key, accumulators }: Group): Row => [...key, ...accumulators.map((each) => each.result())];
  const change = (group: Group): void => {
    const before = group.emitted;
    const after = rowOf(group);
    if (before !== undefined && valueKey(before as Value) === valueKey(after as Value)) return;
    group.emitted = after;
    if (before !== undefined && node.emitsBefore) downstream.push(before, RowKind.UPDATE_BEFORE);
    downstream.push(after, before === undefined ? RowKind.INSERT : RowKind.UPDATE_AFTER);
  };
  return {
    push(row) {
      const group = groupOf(row);
      add(group, row);
      if (node.isUpdating) change(group);
    },
    finish() {
      if (!node.isUpdating) {
        if (node.keyCount === 0 && node.calls.length > 0) groupOf([]);
        for (const group of groups.values()) downstream.push(rowOf(group), RowKind.INSERT);
      }
      downstream.finish();
    },
  };
}
