import { type Row, RowKind, Timestamp, type Value } from '@tsql/core';
import type { AggregateFunction, AggregateNode } from '@tsql/planner';
import { type Accumulator, accumulatorFactory } from './accumulator.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** The others leave NULLs out. */
const TAKES_NULL: ReadonlySet<AggregateFunction> = new Set(['ARRAY_AGG', 'SINGLE_VALUE']);

interface Group {
  readonly key: Row;
  readonly accumulators: readonly Accumulator[];
  /** How many rows it has. */
  rows: number;
  /** The row that was handed on last; undefined before the first one. */
  emitted: Row | undefined;
}

/**
 * Flink's group aggregate. In streaming mode every row changes its group at once: an insert first, then updates, nothing where the
 * results stay as they were, a delete when its last row is taken back; what a group does not have cannot be taken back. In batch mode the groups come at the end, in the order of their first rows; without
 * keys there is one group also without rows.
 */
export function aggregate(node: AggregateNode, downstream: Stage, context: StageContext): Stage {
  const groups = new Map<string, Group>();
  const factories = node.calls.map((call) =>
    accumulatorFactory({
      call,
      argument: call.argument === undefined ? undefined : node.input.fields[call.argument]?.type,
      isRetracting: node.isRetracting,
      state: context.state,
    }),
  );
  const nameOf = (row: Row): string => valueKey(row.slice(0, node.keyCount) as Value);
  const groupOf = (row: Row): Group => {
    const name = nameOf(row);
    let group = groups.get(name);
    if (group === undefined) {
      context.state.take(row);
      const accumulators = factories.map((create) => create());
      group = { key: row.slice(0, node.keyCount), accumulators, rows: 0, emitted: undefined };
      groups.set(name, group);
    }
    return group;
  };
  const take = ({ accumulators }: Group, row: Row, action: 'add' | 'retract'): void => {
    for (const [index, { argument, filter, function: name }] of node.calls.entries()) {
      if (filter !== undefined && row[filter] !== true) continue;
      const value = argument === undefined ? true : (row[argument] ?? null);
      if (value !== null || TAKES_NULL.has(name)) accumulators[index]?.[action](value);
    }
  };
  const retract = (row: Row): void => {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group === undefined) return;
    take(group, row, 'retract');
    group.rows--;
    if (group.rows > 0) {
      if (node.isUpdating) change(group);
      return;
    }
    groups.delete(name);
    context.state.give(row);
    if (group.emitted !== undefined) downstream.push(group.emitted, RowKind.DELETE);
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
  const { windowEnd } = node;
  /** Windows in the order in which they end. */
  const inOrder = (all: Group[]): Group[] =>
    windowEnd === undefined ? all : all.sort((a, b) => endOf(a, windowEnd) - endOf(b, windowEnd));
  return {
    push(row, kind) {
      if (kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE) {
        retract(row);
        return;
      }
      const group = groupOf(row);
      take(group, row, 'add');
      group.rows++;
      if (node.isUpdating) change(group);
    },
    finish() {
      if (!node.isUpdating) {
        if (node.keyCount === 0 && node.calls.length > 0) groupOf([]);
        for (const group of inOrder([...groups.values()])) downstream.push(rowOf(group), RowKind.INSERT);
      }
      downstream.finish();
    },
  };
}

function endOf({ key }: Group, index: number): number {
  const end = key[index];
  return end instanceof Timestamp ? end.millis : 0;
}
