import { type LogicalType, notNull, timestamp } from '@tsql/core';
import type { FunctionArgument, FunctionCall, Select } from '@tsql/grammar';
import type { Expression, PlanNode, WindowSpec } from '../plan/index.js';
import { WINDOW_FIELDS } from './build-window.js';
import { type ExpressionContext, invalid } from './expression-context.js';
import { windowSpec } from './plan-window.js';
import { resolveExpression } from './resolve-expression.js';

/** A window of old in GROUP BY, `TUMBLE(ts, …)`: its columns stand behind those of FROM, from `start` on. */
export interface GroupWindow {
  readonly time: Expression;
  readonly window: WindowSpec;
  readonly start: number;
}

/** The parameters of the windows of old behind the time. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  TUMBLE: ['SIZE', 'OFFSET'],
  HOP: ['SLIDE', 'SIZE', 'OFFSET'],
  SESSION: ['GAP'],
};

const nameOf = (call: FunctionCall): string => call.name.parts.map(({ text }) => text.toUpperCase()).join('.');

export const isWindowOfOld = (node: { readonly kind: string }): node is FunctionCall =>
  node.kind === 'FunctionCall' && Object.hasOwn(PARAMETERS, nameOf(node as FunctionCall));

/** The window that a SELECT is grouped by; undefined without one, false where it was refused. */
export function planGroupWindow(
  context: ExpressionContext,
  { groupBy }: Select,
  from: PlanNode,
  isStreaming: boolean,
): GroupWindow | undefined | false {
  const call = groupBy?.items.find(isWindowOfOld) as FunctionCall | undefined;
  if (call === undefined) return undefined;
  const [time, ...sizes] = call.args;
  const parameters = PARAMETERS[nameOf(call)] ?? [];
  if (
    time === undefined ||
    sizes.length < parameters.filter((name) => name !== 'OFFSET').length ||
    sizes.length > parameters.length
  ) {
    invalid(context, `${nameOf(call)} takes a time and ${parameters.join(', ')}`, call.span);
    return false;
  }
  const column = resolveExpression(context, time as Parameters<typeof resolveExpression>[1]);
  const given = new Map<string, FunctionArgument>(
    sizes.flatMap((size, index) => {
      const parameter = parameters[index];
      return parameter === undefined ? [] : [[parameter, size] as const];
    }),
  );
  const kind = nameOf(call) as 'TUMBLE' | 'HOP' | 'SESSION';
  const window = windowSpec(context, kind, { interval: (name) => given.get(name), partition: [], span: call.span });
  if (column === undefined || window === undefined) return false;
  if (!isTime(column, from, isStreaming)) {
    invalid(context, `${nameOf(call)} needs a time attribute`, time.span);
    return false;
  }
  return { time: column, window, start: from.fields.length };
}

/** A time attribute; in batch mode any TIMESTAMP will do. */
function isTime(column: Expression, from: PlanNode, isStreaming: boolean): boolean {
  if (column.type.kind !== 'TIMESTAMP' && column.type.kind !== 'TIMESTAMP_LTZ') return false;
  const role = column.kind === 'input' ? from.fields[column.index]?.role : undefined;
  return !isStreaming || role === 'rowtime' || role === 'proctime';
}

/** The columns of the window: start, end and last millisecond. */
export function windowColumns({ start, time }: GroupWindow): readonly Expression[] {
  const bound: LogicalType = notNull(timestamp(3));
  const last = time.type.kind === 'TIMESTAMP_LTZ' ? { ...time.type, nullable: false } : bound;
  return Array.from({ length: WINDOW_FIELDS }, (_, index) => ({
    kind: 'input',
    index: start + index,
    type: index === 2 ? last : bound,
  }));
}

/** `TUMBLE_START(…)`, `HOP_END(…)`, `TUMBLE_ROWTIME(…)`: columns of the window. */
export function windowAuxiliary(window: GroupWindow, name: string): Expression | undefined {
  const [start, end, last] = windowColumns(window);
  const part = /_(START|END|ROWTIME|PROCTIME)$/.exec(name.toUpperCase())?.[1];
  return part === undefined ? undefined : part === 'START' ? start : part === 'END' ? end : last;
}
