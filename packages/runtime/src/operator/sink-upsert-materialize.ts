import { type Row, RowKind } from '@tsql/core';
import type { SinkUpsertMaterializeNode } from '@tsql/planner';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** A row, and the text by which it is found again. */
interface StandingRow {
  readonly row: Row;
  readonly identity: string;
}

/**
 * Keeps the rows of each key in the order in which they came. A new one replaces what the sink holds; where the last one is taken back,
 * the one before it stands again, or nothing does.
 */
export function sinkUpsertMaterialize(
  { key }: SinkUpsertMaterializeNode,
  downstream: Stage,
  context: StageContext,
): Stage {
  const rowsByKey = new Map<string, StandingRow[]>();
  return {
    push(row, kind) {
      const name = key.map((index) => valueKey(row[index] ?? null)).join();
      const rows = rowsByKey.get(name) ?? [];
      const identity = valueKey(row);
      if (kind === RowKind.INSERT || kind === RowKind.UPDATE_AFTER) {
        context.state.take(row);
        rows.push({ row, identity });
        rowsByKey.set(name, rows);
        downstream.push(row, rows.length === 1 ? RowKind.INSERT : RowKind.UPDATE_AFTER);
        return;
      }
      const found = rows.findIndex((standing) => standing.identity === identity);
      if (found < 0) return;
      for (const gone of rows.splice(found, 1)) context.state.give(gone.row);
      const last = rows.at(-1);
      if (last === undefined) {
        rowsByKey.delete(name);
        downstream.push(row, RowKind.DELETE);
      } else if (found === rows.length) downstream.push(last.row, RowKind.UPDATE_AFTER);
    },
    finish: () => downstream.finish(),
  };
}
