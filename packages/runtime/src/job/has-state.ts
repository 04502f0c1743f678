import { type PlanNode, stateOf } from '@tsql/planner';

/** See {@link stateOf}. */
export const hasState = (node: PlanNode): boolean => stateOf(node) !== undefined;
