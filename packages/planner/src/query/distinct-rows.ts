import type { AggregateNode, PlanNode } from '../plan/index.js';

/** Each row once: a group for each. */
export function distinctRows(input: PlanNode, isStreaming: boolean): AggregateNode {
  return {
    kind: 'aggregate',
    input,
    keyCount: input.fields.length,
    calls: [],
    fields: input.fields,
    isUpdating: isStreaming,
    emitsBefore: true,
    isRetracting: input.isUpdating,
  };
}
