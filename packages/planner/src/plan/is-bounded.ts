import type { PlanNode } from './plan-node.js';

/** Whether a tree ends: all its sources do, or a limit ends it. */
export function isBounded(node: PlanNode): boolean {
  switch (node.kind) {
    case 'scan':
      return node.source.isBounded;
    case 'values':
      return true;
    case 'union':
      return node.inputs.every(isBounded);
    case 'limit':
      return node.count !== undefined || isBounded(node.input);
    default:
      return isBounded(node.input);
  }
}
