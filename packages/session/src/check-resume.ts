import { type Diagnostic, type DynamicTableFactory, diagnostic } from '@tsql/core';
import type { JobPlan, PlanNode } from '@tsql/planner';
import { hasState } from '@tsql/runtime';
import { tablesOf } from './tables-of.js';

/** Why a job cannot be resumed, or undefined where it can. Nothing is asked of a broker. */
export function checkResume(
  plan: JobPlan,
  connectors: ReadonlyMap<string, DynamicTableFactory>,
  isNamed: boolean,
): Diagnostic | undefined {
  if (!isNamed && plan.settings.jobName === undefined) {
    const reason = 'the job has no name under which its positions could be kept';
    return diagnostic(
      'TSQL_RUN_RESUME',
      { reason },
      { span: plan.span, hint: "give --job-name NAME, or SET 'pipeline.name' = 'NAME'" },
    );
  }
  const reason = reasonAgainst(plan, connectors);
  return reason === undefined ? undefined : diagnostic('TSQL_RUN_RESUME', { reason }, { span: plan.span });
}

function reasonAgainst(plan: JobPlan, connectors: ReadonlyMap<string, DynamicTableFactory>): string | undefined {
  if (plan.sinks.some(({ input }) => hasState(input))) {
    return 'the job holds state (groups, sorting, a limit, or the last row of each key), which positions say nothing of';
  }
  if (plan.sinks.some(({ input }) => hasValues(input))) {
    return 'rows that stand in the statement have no position: they would be written again by each start';
  }
  const source = tablesOf(plan).sources.find(({ connector }) => connectors.get(connector)?.canResume !== true);
  return source === undefined ? undefined : `table ${source.table} of connector '${source.connector}' has no positions`;
}

function hasValues(node: PlanNode): boolean {
  if (node.kind === 'values') return true;
  if (node.kind === 'union') return node.inputs.some(hasValues);
  return 'input' in node && hasValues(node.input);
}
