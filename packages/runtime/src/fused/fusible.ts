import type { RecordSinkPlan, RecordSourcePlan } from '@tsql/core';
import type { Expression, PlanNode, SinkNode } from '@tsql/planner';
import { drawsFromSequence } from './plan-inputs.js';

/** A job of one source and one sink whose records, or their changes, depend on nothing but themselves. */
export interface FusiblePlan {
  readonly source: RecordSourcePlan;
  readonly sink: RecordSinkPlan;
  readonly node: SinkNode;
  /** Passes records for which it is TRUE, over the source's row. */
  readonly condition: Expression | undefined;
  /** The old rows of updates go no further. */
  readonly dropsUpdateBefore: boolean;
  /** The sink's row, over the source's row. */
  readonly outputs: readonly Expression[];
}

/** The job as one step from record to record, or undefined where it needs the chain of stages. */
export function fusiblePlan(node: SinkNode): FusiblePlan | undefined {
  const { sink } = node;
  if (sink.kind !== 'record-sink' || sink.bufferFlush !== undefined || node.trimPad) return undefined;
  const outputs = node.input.kind === 'project' ? node.input.expressions : undefined;
  const below = node.input.kind === 'project' ? node.input.input : node.input;
  const condition = below.kind === 'filter' ? below.condition : undefined;
  const changes = below.kind === 'filter' ? below.input : below;
  const dropsUpdateBefore = changes.kind === 'drop-update-before';
  const scan: PlanNode = dropsUpdateBefore ? changes.input : changes;
  if (scan.kind !== 'scan' || scan.source.kind !== 'record-source') return undefined;
  const { source } = scan;
  if (source.changelogMode === 'upsert' || source.isUpsert) return undefined;
  const inputs = scan.fields.map(({ type }, index): Expression => ({ kind: 'input', type, index }));
  // The records that go through the stages would draw from a sequence of their own.
  if ([...(outputs ?? []), ...(condition === undefined ? [] : [condition])].some(drawsFromSequence)) return undefined;
  return { source, sink, node, condition, dropsUpdateBefore, outputs: outputs ?? inputs };
}
