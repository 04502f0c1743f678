import type { PlanNode } from '@tsql/planner';

/**
 * True where rows are made of more than the record at hand: positions on the way say nothing of what such a tree holds, so that it
 * can neither go on from them nor go back to them.
 */
export function hasState(node: PlanNode): boolean {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return false;
    case 'aggregate':
    case 'changelog-normalize':
    case 'sort':
    case 'limit':
      return true;
    case 'union':
      return node.inputs.some(hasState);
    default:
      return hasState(node.input);
  }
}
