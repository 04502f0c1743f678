import type { PlannerContext } from '../environment.js';
import type { PlanNode } from '../plan/index.js';

/** Where a query is planned. */
export interface QueryContext {
  readonly planner: PlannerContext;
  readonly localTimeZone: string;
  readonly runtimeMode: 'streaming' | 'batch';
  /** Queries of WITH that can be seen here; undefined ones were refused. */
  readonly withQueries: ReadonlyMap<string, PlanNode | undefined>;
  /** Views that are being expanded, so that none contains itself. */
  readonly expanding: readonly string[];
}
