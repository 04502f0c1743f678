import type { SourcePlan } from '@tsql/core';
import { inputsOf } from './inputs-of.js';
import type { PlanNode } from './plan-node.js';

/** The tables that a tree reads, from left to right; one that is read twice is there twice. */
export function sourcesOf(node: PlanNode): readonly SourcePlan[] {
  return node.kind === 'scan' ? [node.source] : inputsOf(node).flatMap(sourcesOf);
}
