import type { QueryPlan } from '@tsql/planner';

/**
 * How the rows of a query are shown: as rows, as changes with a column `op`, or `live`, as the table that the changes make.
 * `sql-client.execution.result-mode` chooses between the last two, as in Flink's client.
 */
export function changeDisplay(plan: QueryPlan): 'rows' | 'changes' | 'live' {
  if (plan.settings.runtimeMode !== 'streaming') return 'rows';
  const mode = plan.settings.all['sql-client.execution.result-mode']?.toUpperCase() ?? 'TABLE';
  if (mode !== 'TABLE') return 'changes';
  return plan.input.isUpdating ? 'live' : 'rows';
}
