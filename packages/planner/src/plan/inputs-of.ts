import type { PlanNode } from './plan-node.js';

/** The nodes that a node takes its rows from, from left to right. */
export function inputsOf(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'union':
    case 'join':
    case 'set-operation':
      return node.inputs;
    default:
      return [node.input];
  }
}

/** The node over other inputs, as many as it has. */
export function withInputs<T extends PlanNode>(node: T, inputs: readonly PlanNode[]): T {
  if ('inputs' in node) return { ...node, inputs };
  return 'input' in node ? { ...node, input: inputs[0] } : node;
}
