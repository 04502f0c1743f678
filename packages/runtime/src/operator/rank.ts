import { type Row, RowKind, type Value } from '@tsql/core';
import type { RankNode } from '@tsql/planner';
import { rowOrder } from './compare-rows.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** The first rows of each partition, changed with each row: as Flink's Top-N functions and its deduplication do. */
export function rank(node: RankNode, downstream: Stage, context: StageContext): Stage {
  const order = rowOrder(node.order, node.input.fields);
  const partitions = new Map<string, Row[]>();
  const rowsOf = (row: Row): Row[] => {
    const key = valueKey(node.partition.map((index) => row[index] ?? null));
    const known = partitions.get(key);
    if (known !== undefined) return known;
    const rows: Row[] = [];
    partitions.set(key, rows);
    return rows;
  };
  const keepsLast = node.order[0]?.isDescending === true;
  if (node.isDeduplicate) return deduplicate({ rowsOf, order, keepsLast }, downstream, context);
  // Rows that come only need no more than those that are shown; of those taken back the next ones are needed.
  const keepsAll = node.input.isUpdating;
  const emit = (row: Row | undefined, position: number, kind: RowKind): void => {
    if (row === undefined || position < node.start || position > node.end) return;
    downstream.push(node.outputsRank ? [...row, BigInt(position)] : row, kind);
  };
  const moved = (rows: readonly Row[], before: readonly Row[], from: number): void => {
    const last = Math.min(Math.max(rows.length, before.length), node.end);
    for (let position = from; position <= last; position++) {
      const [old, now] = [before[position - 1], rows[position - 1]];
      const isUpdate = old !== undefined && now !== undefined;
      emit(old, position, isUpdate ? RowKind.UPDATE_BEFORE : RowKind.DELETE);
      emit(now, position, isUpdate ? RowKind.UPDATE_AFTER : RowKind.INSERT);
    }
  };
  const add = (rows: Row[], row: Row): void => {
    const index = insertionPoint(rows, row, order);
    if (index >= node.end && !keepsAll) return;
    const before = node.outputsRank ? [...rows] : rows;
    context.state.take(row);
    const pushedOut = rows[node.end - 1];
    const enters = index < node.start - 1 ? rows[node.start - 2] : row;
    rows.splice(index, 0, row);
    if (!keepsAll) for (const each of rows.splice(node.end)) context.state.give(each);
    if (node.outputsRank) {
      moved(rows, before, Math.max(index + 1, node.start));
    } else if (index < node.end) {
      emit(pushedOut, node.end, RowKind.DELETE);
      emit(enters, Math.max(index + 1, node.start), RowKind.INSERT);
    }
  };
  const remove = (rows: Row[], row: Row): void => {
    const name = valueKey(row as Value);
    const index = rows.findIndex((each) => valueKey(each as Value) === name);
    if (index < 0) return;
    const before = node.outputsRank ? [...rows] : rows;
    const leaves = index < node.start - 1 ? rows[node.start - 1] : rows[index];
    rows.splice(index, 1);
    context.state.give(row);
    if (node.outputsRank) {
      moved(rows, before, Math.max(index + 1, node.start));
    } else if (index < node.end) {
      emit(leaves, Math.max(index + 1, node.start), RowKind.DELETE);
      emit(rows[node.end - 1], node.end, RowKind.INSERT);
    }
  };
  return {
    push(row, kind) {
      if (kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE) remove(rowsOf(row), row);
      else add(rowsOf(row), row);
    },
    finish: () => downstream.finish(),
  };
}

/** Behind the rows that are equal in order. */
function insertionPoint(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let low = 0;
  for (let high = rows.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (order(rows[middle] as Row, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Deduplication {
  readonly rowsOf: (row: Row) => Row[];
  readonly order: (a: Row, b: Row) => number;
  readonly keepsLast: boolean;
}

/** One row of each partition: the first in time, or the last. Of two at the same time it is the one that came first, or last. */
function deduplicate({ rowsOf, order, keepsLast }: Deduplication, downstream: Stage, context: StageContext): Stage {
  return {
    push(row) {
      const rows = rowsOf(row);
      const [known] = rows;
      const position = known === undefined ? -1 : order(row, known);
      if (keepsLast ? position > 0 : position >= 0) return;
      if (known !== undefined) context.state.give(known);
      context.state.take(row);
      rows[0] = row;
      if (known !== undefined) downstream.push(known, RowKind.UPDATE_BEFORE);
      downstream.push(row, known === undefined ? RowKind.INSERT : RowKind.UPDATE_AFTER);
    },
    finish: () => downstream.finish(),
  };
}
