import type { PlannerContext } from '../environment.js';
import type { PlanNode } from '../plan/index.js';
import type { Scope } from './scope.js';

/** Where a query is planned. */
export interface QueryContext {
  readonly planner: PlannerContext;
  readonly localTimeZone: string;
  readonly runtimeMode: 'streaming' | 'batch';
  /** Queries of WITH that can be seen here; undefined ones were refused. */
  readonly withQueries: ReadonlyMap<string, PlanNode | undefined>;
  /** The columns of the query around this one, where it is a subquery that may read them. */
  readonly outer?: Scope;
  /** Views that are being expanded, so that none contains itself. */
  readonly expanding: readonly string[];
}
