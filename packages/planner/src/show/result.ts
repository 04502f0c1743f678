import type { PlannerContext } from '../environment.js';
import type { ResultPlan } from '../plan/index.js';

/** A result of texts. */
export function result(context: PlannerContext, names: readonly string[], rows: ResultPlan['rows']): ResultPlan {
  return { kind: 'result', span: context.statementSpan, columns: names.map((name) => ({ name })), rows };
}
