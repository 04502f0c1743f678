import type { Row, RowCollector, SourcePlan } from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { StateMemory } from './state-memory.js';

/** A step of a running job: takes rows, and is told once that none will follow. */
export interface Stage {
  readonly push: RowCollector;
  finish(): void;
}

/** A leaf: a table to read, or rows that are there from the start. */
export type Input =
  | { readonly kind: 'source'; readonly source: SourcePlan; readonly stage: Stage }
  | { readonly kind: 'values'; readonly rows: readonly Row[]; readonly stage: Stage };

export interface StageContext {
  readonly evaluation: EvaluationContext;
  /** `compiled` for jobs; `reference` evaluates by the interpreter, for tests. */
  readonly mode: 'compiled' | 'reference';
  /** What the steps keep is counted here. */
  readonly state: StateMemory;
}
