import { inputsOf } from './inputs-of.js';
import type { PlanNode } from './plan-node.js';

/** Whether a tree ends: all its sources do, or a limit ends it. */
export function isBounded(node: PlanNode): boolean {
  if (node.kind === 'scan') return node.source.isBounded;
  if (node.kind === 'limit' && node.count !== undefined) return true;
  return inputsOf(node).every(isBounded);
}
