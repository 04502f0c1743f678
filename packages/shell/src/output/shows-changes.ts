import type { PlanNode, QueryPlan } from '@tsql/planner';

/** Whether the rows of a query come with a column `op`: changes of a streaming query, or all rows if that was asked for. */
export function showsChanges(plan: QueryPlan): boolean {
  if (plan.settings.runtimeMode !== 'streaming') return false;
  const mode = plan.settings.all['sql-client.execution.result-mode']?.toUpperCase();
  return mode === 'CHANGELOG' || mode === 'TABLEAU' || makesChanges(plan.input);
}

/** Whether rows can be updated or taken back. */
export function makesChanges(node: PlanNode): boolean {
  switch (node.kind) {
    case 'scan':
      return node.source.changelogMode !== 'insert-only';
    case 'values':
      return false;
    case 'union':
      return node.inputs.some(makesChanges);
    case 'project':
    case 'filter':
    case 'unnest':
      return makesChanges(node.input);
    default:
      return true;
  }
}
