import type { RowKind } from '@tsql/core';
import type { Stage } from './stage.js';

/** Lets the first rows through to each of a job's ends, and knows when all ends have theirs (`--limit`). */
export class RowLimit {
  private open = 0;

  constructor(private readonly rows: number) {}

  /** True when every end has its rows: what is read from now on is for nothing. */
  get isReached(): boolean {
    return this.open === 0;
  }

  /** The stage behind a gate that closes after the rows. */
  before(stage: Stage): Stage {
    let left = this.rows;
    this.open++;
    return {
      push: (row, kind: RowKind) => {
        if (left === 0) return;
        stage.push(row, kind);
        if (--left === 0) this.open--;
      },
      finish: () => stage.finish(),
    };
  }
}
