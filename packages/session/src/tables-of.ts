import type { SinkPlan, SourcePlan } from '@tsql/core';
import { type JobPlan, type QueryPlan, sourcesOf } from '@tsql/planner';

/** The tables that a job or a query reads and writes. */
export function tablesOf(plan: JobPlan | QueryPlan): {
  readonly sources: readonly SourcePlan[];
  readonly sinks: readonly SinkPlan[];
} {
  if (plan.kind === 'query') return { sources: sourcesOf(plan.input), sinks: [] };
  return { sources: plan.sinks.flatMap(({ input }) => sourcesOf(input)), sinks: plan.sinks.map(({ sink }) => sink) };
}
