import { type Row, RowKind, Timestamp, type Value } from '@tsql/core';
import type { OverBound, OverCall, OverNode, SortKey } from '@tsql/planner';
import { accumulatorFactory } from './accumulator.js';
import { rowOrder } from './compare-rows.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** Gives the results of a call for the sorted rows of a partition. */
type Evaluate = (rows: readonly Row[]) => readonly Value[];

/**
 * OVER: all rows are kept, and come at the end with the results behind them: sorted by partition in batch mode; in streaming mode in the
 * order of time.
 */
export function over(node: OverNode, downstream: Stage, context: StageContext): Stage {
  const { fields } = node.input;
  const partitions = new Map<string, Row[]>();
  const rows: Row[] = [];
  const order = rowOrder(node.order, fields);
  const byPartition = rowOrder(
    node.partition.map((index) => ({ index, isDescending: false, nullsFirst: true })),
    fields,
  );
  const evaluations = node.calls.map((call) => evaluation(node, call, order, context));
  return {
    push(row) {
      context.state.take(row);
      rows.push(row);
      const key = valueKey(node.partition.map((index) => row[index] ?? null));
      const known = partitions.get(key);
      if (known === undefined) partitions.set(key, [row]);
      else known.push(row);
    },
    finish() {
      const results = new Map<Row, Row>();
      const sorted = [...partitions.values()].map((part) => part.sort(order));
      for (const part of sorted) {
        const columns = evaluations.map((evaluate) => evaluate(part));
        for (const [index, row] of part.entries())
          results.set(row, [...row, ...columns.map((column) => column[index] ?? null)]);
      }
      sorted.sort((a, b) => byPartition(a[0] ?? [], b[0] ?? []));
      const all = node.isStreaming ? rows.sort(order) : sorted.flat();
      for (const row of all) downstream.push(results.get(row) ?? row, RowKind.INSERT);
      downstream.finish();
    },
  };
}

function evaluation(
  node: OverNode,
  call: OverCall,
  order: (a: Row, b: Row) => number,
  context: StageContext,
): Evaluate {
  const [argument, otherwise] = call.arguments;
  const count = call.count ?? 1;
  switch (call.function) {
    case 'ROW_NUMBER':
      return (rows) => rows.map((_, index) => BigInt(index + 1));
    case 'RANK':
      return (rows) => firstPeers(rows, order).map((first) => BigInt(first + 1));
    case 'DENSE_RANK':
      return (rows) => denseRanks(rows, order);
    case 'PERCENT_RANK':
      return (rows) => firstPeers(rows, order).map((first) => (rows.length === 1 ? 0 : first / (rows.length - 1)));
    case 'CUME_DIST':
      return (rows) => lastPeers(rows, order).map((last) => (last + 1) / rows.length);
    case 'NTILE':
      return (rows) => rows.map((_, index) => bucket(index, rows.length, count));
    case 'LAG':
    case 'LEAD': {
      const step = call.function === 'LAG' ? -count : count;
      return (rows) =>
        rows.map((row, index) => {
          const other = rows[index + step];
          if (other !== undefined) return other[argument ?? 0] ?? null;
          return otherwise === undefined ? null : (row[otherwise] ?? null);
        });
    }
    default:
      return framed(node, call, order, context);
  }
}

/** The index of the first row that is equal in order, for each row. */
function firstPeers(rows: readonly Row[], order: (a: Row, b: Row) => number): number[] {
  const found: number[] = [];
  for (let i = 0; i < rows.length; i++)
    found.push(i > 0 && order(rows[i - 1] as Row, rows[i] as Row) === 0 ? (found[i - 1] ?? 0) : i);
  return found;
}

function lastPeers(rows: readonly Row[], order: (a: Row, b: Row) => number): number[] {
  const found: number[] = new Array(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--)
    found[i] = i + 1 < rows.length && order(rows[i] as Row, rows[i + 1] as Row) === 0 ? (found[i + 1] ?? i) : i;
  return found;
}

function denseRanks(rows: readonly Row[], order: (a: Row, b: Row) => number): Value[] {
  let rank = 0n;
  return rows.map((row, index) => {
    if (index === 0 || order(rows[index - 1] as Row, row) !== 0) rank++;
    return rank;
  });
}

/** The first buckets take one row more where the rows do not divide. */
function bucket(index: number, rows: number, buckets: number): number {
  const size = Math.floor(rows / buckets);
  const larger = rows % buckets;
  const inLarger = larger * (size + 1);
  return index < inLarger
    ? Math.floor(index / (size + 1)) + 1
    : larger + Math.floor((index - inLarger) / Math.max(1, size)) + 1;
}

/** An aggregate over the rows of a frame; one that only grows is computed on. */
function framed(node: OverNode, call: OverCall, order: (a: Row, b: Row) => number, context: StageContext): Evaluate {
  const [argument] = call.arguments;
  const type = argument === undefined ? undefined : node.input.fields[argument]?.type;
  const create = accumulatorFactory({
    call: { ...call, function: call.function as never, argument, filter: undefined },
    argument: type,
    isRetracting: false,
    state: context.state,
  });
  const argumentOf = (row: Row): Value => (argument === undefined ? true : (row[argument] ?? null));
  const { frame } = call;
  return (rows) => {
    const starts = bounds(node, rows, order, frame.unit, frame.start, 'start');
    const ends = bounds(node, rows, order, frame.unit, frame.end, 'end');
    let accumulator = create();
    let next = 0;
    return rows.map((_, index) => {
      const start = starts[index] ?? 0;
      const end = ends[index] ?? -1;
      if (frame.start !== 'unbounded') {
        accumulator = create();
        next = start;
      }
      for (; next <= end; next++) {
        const value = argumentOf(rows[next] as Row);
        if (value !== null) accumulator.add(value);
      }
      return accumulator.result();
    });
  };
}

/** The first or last row of each row's frame. */
function bounds(
  node: OverNode,
  rows: readonly Row[],
  order: (a: Row, b: Row) => number,
  unit: 'ROWS' | 'RANGE',
  bound: OverBound,
  side: 'start' | 'end',
): readonly number[] {
  if (bound === 'unbounded') return rows.map(() => (side === 'start' ? 0 : rows.length - 1));
  if (unit === 'ROWS') {
    const clamp = (index: number) => (side === 'start' ? Math.max(0, index) : Math.min(rows.length - 1, index));
    return rows.map((_, index) => clamp(index + bound));
  }
  if (bound === 0) return side === 'start' ? firstPeers(rows, order) : lastPeers(rows, order);
  return rangeBounds(node.order[0], rows, bound, side);
}

/** By the distance of the sort key. */
function rangeBounds(
  key: SortKey | undefined,
  rows: readonly Row[],
  bound: number,
  side: 'start' | 'end',
): readonly number[] {
  const sign = key?.isDescending === true ? -1 : 1;
  const positions = rows.map((row) => sign * distance(row[key?.index ?? 0] ?? null));
  return positions.map((position) => {
    if (side === 'start') {
      const found = positions.findIndex((other) => other >= position + bound);
      return found < 0 ? rows.length : found;
    }
    return positions.findLastIndex((other) => other <= position + bound);
  });
}

/** NULLs lie together, away from all others. */
function distance(value: Value): number {
  if (value === null) return Number.NEGATIVE_INFINITY;
  return value instanceof Timestamp ? value.millis : Number(value);
}
