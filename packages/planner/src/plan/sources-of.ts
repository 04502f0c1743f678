import type { SourcePlan } from '@tsql/core';
import type { PlanNode } from './plan-node.js';

/** The tables that a tree reads, from left to right; one that is read twice is there twice. */
export function sourcesOf(node: PlanNode): readonly SourcePlan[] {
  switch (node.kind) {
    case 'scan':
      return [node.source];
    case 'values':
      return [];
    case 'union':
      return node.inputs.flatMap(sourcesOf);
    default:
      return sourcesOf(node.input);
  }
}
