import { type Row, type RowCollector, RowKind, type Value } from '@tsql/core';
import { valueKey } from '../operator/value-key.js';

/** `sink.buffer-flush.*`. */
export interface BufferFlush {
  /** How many keys are held back at most. */
  readonly maxRows: number;
  readonly intervalMs: number;
}

/**
 * Holds rows back so that several changes of one key are written as the last one: Flink's `ReducingUpsertWriter`. Keys are
 * written in the order of their first change since the last flush, where Flink's order is that of a hash map.
 */
export class UpsertBuffer {
  private readonly rows = new Map<string, { readonly row: Row; readonly kind: RowKind }>();
  private lastFlush: number;

  constructor(
    private readonly options: BufferFlush & {
      /** Positions of the primary key in a row. */
      readonly key: readonly number[];
      /** Milliseconds since the epoch. */
      readonly now: () => number;
    },
    private readonly write: RowCollector,
  ) {
    this.lastFlush = options.now();
  }

  readonly push: RowCollector = (row, kind) => {
    const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
    const key = this.options.key.map((index) => valueKey((row[index] ?? null) as Value)).join(',');
    this.rows.set(key, { row, kind: isRetraction ? RowKind.DELETE : RowKind.UPDATE_AFTER });
    if (this.rows.size >= this.options.maxRows) this.flush();
  };

  flushIfDue(): void {
    if (this.options.now() - this.lastFlush >= this.options.intervalMs) this.flush();
  }

  flush(): void {
    for (const { row, kind } of this.rows.values()) this.write(row, kind);
    this.rows.clear();
    this.lastFlush = this.options.now();
  }

  /** Forgets the rows. */
  clear(): void {
    this.rows.clear();
  }
}
