import type { Explain, Statement } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import type { ResultPlan, StatementPlan } from '../plan/index.js';
import { explainPlan } from './explain-plan.js';

/** EXPLAIN of a query, an INSERT or a statement set: one text. */
export function explain(
  context: PlannerContext,
  node: Explain,
  plan: (statement: Statement) => StatementPlan | undefined,
): ResultPlan | undefined {
  const { statement } = node;
  const planned = plan(statement);
  if (planned === undefined) return undefined;
  const columns = [{ name: 'result', align: 'left' as const }];
  return { kind: 'result', span: context.statementSpan, columns, rows: [[explainPlan(planned)]] };
}
