import { type Row, type RowKind, Timestamp, type Value } from '@tsql/core';
import type { WindowNode, WindowSpec } from '@tsql/planner';
import { projection } from './projection.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** Start and end of a window, in milliseconds; the end is not in it. */
type Bounds = readonly [number, number];

/** Puts rows into windows: as Flink's window assigners do. */
export function windows(node: WindowNode, downstream: Stage, context: StageContext): Stage {
  const { window } = node;
  const read = projection([node.time], context);
  const timeOf = (row: Row): number | undefined => {
    const [time] = read(row);
    return time instanceof Timestamp ? time.millis : undefined;
  };
  if (window.kind === 'SESSION') return sessions(window, timeOf, downstream, context);
  return {
    push(row, kind) {
      const time = timeOf(row);
      if (time === undefined) return;
      for (const bounds of windowsOf(window, time)) downstream.push(withBounds(row, bounds), kind);
    },
    finish: () => downstream.finish(),
  };
}

function withBounds(row: Row, [start, end]: Bounds): Row {
  return [...row, new Timestamp(start), new Timestamp(end), new Timestamp(end - 1)];
}

function* windowsOf(window: Exclude<WindowSpec, { kind: 'SESSION' }>, time: number): Iterable<Bounds> {
  const { size, offset } = window;
  switch (window.kind) {
    case 'TUMBLE': {
      const start = startOf(time, offset, size);
      yield [start, start + size];
      return;
    }
    case 'HOP': {
      const last = startOf(time, offset, window.slide);
      for (let start = last; start > time - size; start -= window.slide) yield [start, start + size];
      return;
    }
    case 'CUMULATE': {
      const start = startOf(time, offset, size);
      const first = startOf(time, offset, window.step) + window.step;
      for (let end = first; end <= start + size; end += window.step) yield [start, end];
    }
  }
}

/** Where the window of a point in time begins, also before 1970. */
function startOf(time: number, offset: number, size: number): number {
  const within = (time - offset) % size;
  return time - (within < 0 ? within + size : within);
}

interface TimedRow {
  readonly row: Row;
  readonly kind: RowKind;
  readonly time: number;
}

/** Sessions are known when all rows are there. */
function sessions(
  { gap, partition }: Extract<WindowSpec, { kind: 'SESSION' }>,
  timeOf: (row: Row) => number | undefined,
  downstream: Stage,
  context: StageContext,
): Stage {
  const keyOf = projection(partition, context);
  const byKey = new Map<string, TimedRow[]>();
  return {
    push(row, kind) {
      const time = timeOf(row);
      if (time === undefined) return;
      context.state.take(row);
      const key = valueKey(keyOf(row) as Value);
      const rows = byKey.get(key);
      if (rows === undefined) byKey.set(key, [{ row, kind, time }]);
      else rows.push({ row, kind, time });
    },
    finish() {
      for (const rows of byKey.values()) {
        rows.sort((a, b) => a.time - b.time);
        for (let from = 0; from < rows.length; ) {
          let to = from + 1;
          while (to < rows.length && timeAt(rows, to) < timeAt(rows, to - 1) + gap) to++;
          const bounds: Bounds = [timeAt(rows, from), timeAt(rows, to - 1) + gap];
          for (const { row, kind } of rows.slice(from, to)) downstream.push(withBounds(row, bounds), kind);
          from = to;
        }
      }
      downstream.finish();
    },
  };
}

const timeAt = (rows: readonly TimedRow[], index: number): number => rows[index]?.time ?? 0;
