import { notNull, timestamp, withNullability } from '@tsql/core';
import type { Expression, PlanField, PlanNode, WindowNode, WindowSpec } from '../plan/index.js';
import { convert } from './build-expression.js';
import { inputs, project } from './build-node.js';

const BOUND = notNull(timestamp(3));

/** How many fields a window adds. */
export const WINDOW_FIELDS = 3;

/** The rows with window_start, window_end and window_time behind them; the last has the type of `time`. */
export function windowed(input: PlanNode, time: Expression, window: WindowSpec, localTimeZone: string): PlanNode {
  const fields: readonly PlanField[] = [
    ...input.fields,
    { name: 'window_start', type: BOUND, role: 'window-start' },
    { name: 'window_end', type: BOUND, role: 'window-end' },
    { name: 'window_time', type: BOUND, role: 'rowtime' },
  ];
  const node: WindowNode = {
    kind: 'window',
    input,
    time: convert(time, timestamp(3), localTimeZone),
    window,
    fields,
    isUpdating: input.isUpdating,
  };
  if (time.type.kind !== 'TIMESTAMP_LTZ') return node;
  const all = inputs(node);
  const last = all.length - 1;
  const expressions = all.map((each, index) =>
    index === last ? convert(each, withNullability(time.type, false), localTimeZone) : each,
  );
  const planned = project(
    node,
    expressions,
    fields.map(({ name }) => name),
    localTimeZone,
  );
  return {
    ...planned,
    fields: planned.fields.map((field, index) => (index === last ? { ...field, role: 'rowtime' as const } : field)),
  };
}
