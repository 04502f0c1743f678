import type { SourceSpan } from '@tsql/core';
import type {
  DescriptorArgument,
  FunctionArgument,
  FunctionCall,
  TableArgument,
  TableFunctionRef,
} from '@tsql/grammar';
import type { Expression, PlanNode, WindowSpec } from '../plan/index.js';
import { windowed } from './build-window.js';
import { type ExpressionContext, invalid, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import { aliased, planFrom } from './plan-from.js';
import { planQuery } from './plan-query.js';
import type { QueryContext } from './query-context.js';
import { type Relation, sourceOf } from './relation.js';
import { resolveExpression } from './resolve-expression.js';

/** The arguments of each windowing function by name, in their order; OFFSET may be left out. */
const PARAMETERS: Readonly<Record<WindowSpec['kind'], readonly string[]>> = {
  TUMBLE: ['DATA', 'TIMECOL', 'SIZE', 'OFFSET'],
  HOP: ['DATA', 'TIMECOL', 'SLIDE', 'SIZE', 'OFFSET'],
  CUMULATE: ['DATA', 'TIMECOL', 'STEP', 'SIZE', 'OFFSET'],
  SESSION: ['DATA', 'TIMECOL', 'GAP'],
};

export const isWindowKind = (name: string): name is WindowSpec['kind'] => Object.hasOwn(PARAMETERS, name);

/** `TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR))`. */
export function planWindowFunction(
  context: QueryContext,
  { call, alias, span }: TableFunctionRef,
): Relation | undefined {
  const { planner, localTimeZone } = context;
  const name = call.name.parts.map(({ text }) => text.toUpperCase()).join('.');
  if (!isWindowKind(name)) return unsupported(planner, 'a table function', span);
  const given = argumentsOf(context, call, PARAMETERS[name]);
  if (given === undefined) return undefined;
  const data = given.get('DATA');
  const descriptor = given.get('TIMECOL');
  if (data?.kind !== 'TableArgument')
    return invalid(planner, `${name} takes a table first: TABLE t`, data?.span ?? span);
  if (descriptor?.kind !== 'DescriptorArgument')
    return invalid(planner, `${name} takes its time column as DESCRIPTOR(column)`, descriptor?.span ?? span);
  const table = planTable(context, data);
  const time = table && timeColumn(context, table, descriptor, name);
  if (table === undefined || time === undefined) return undefined;
  const scope = { sources: [sourceOf(table.fields, undefined)] };
  const window = windowSpec({ planner, scope, localTimeZone }, name, {
    interval: (parameter) => given.get(parameter),
    partition: data.partitionBy,
    span,
  });
  return window && aliased(context, windowed(table, time, window, localTimeZone), alias, []);
}

function planTable(context: QueryContext, { table }: TableArgument): PlanNode | undefined {
  return table.kind === 'Query' ? planQuery(context, table) : planFrom(context, table)?.node;
}

/** Arguments by the names of their parameters, given by place or by name. */
function argumentsOf(
  { planner }: QueryContext,
  { args, span, name }: FunctionCall,
  parameters: readonly string[],
): ReadonlyMap<string, FunctionArgument> | undefined {
  const given = new Map<string, FunctionArgument>();
  for (const [index, argument] of args.entries()) {
    const parameter = argument.kind === 'NamedArgument' ? argument.name.text.toUpperCase() : parameters[index];
    const value = argument.kind === 'NamedArgument' ? argument.value : argument;
    if (parameter === undefined || !parameters.includes(parameter)) {
      const allowed = parameters.join(', ');
      return invalid(planner, `${name.parts.at(-1)?.text ?? ''} takes ${allowed}`, argument.span);
    }
    given.set(parameter, value);
  }
  const missing = parameters.find((parameter) => parameter !== 'OFFSET' && !given.has(parameter));
  return missing === undefined ? given : invalid(planner, `the argument ${missing} is missing`, span);
}

function timeColumn(
  { planner }: QueryContext,
  table: PlanNode,
  { columns, span }: DescriptorArgument,
  name: string,
): Expression | undefined {
  const [column, second] = columns;
  const index = table.fields.findIndex((field) => field.name === column?.text);
  const field = table.fields[index];
  if (column === undefined || second !== undefined || field === undefined)
    return invalid(planner, `DESCRIPTOR names one column of the table that ${name} reads`, span);
  if (field.role !== 'rowtime' && field.role !== 'proctime') {
    const hint = `WATERMARK FOR ${column.text} AS ${column.text} in CREATE TABLE makes it one`;
    return invalid(planner, `${name} needs a time attribute, which ${column.text} is not`, column.span, hint);
  }
  return { kind: 'input', index, type: field.type };
}

/** Where the parts of a window come from. */
export interface WindowParts {
  readonly interval: (parameter: string) => FunctionArgument | undefined;
  readonly partition: readonly Parameters<typeof resolveExpression>[1][];
  readonly span: SourceSpan;
}

/** The sizes of a window: constant intervals. Undefined, reported, where one is not. */
export function windowSpec(
  context: ExpressionContext,
  kind: WindowSpec['kind'],
  { interval, partition, span }: WindowParts,
): WindowSpec | undefined {
  const size = (parameter: string): number | undefined => {
    const argument = interval(parameter);
    if (argument === undefined) return parameter === 'OFFSET' ? 0 : invalid(context, `${parameter} is missing`, span);
    return milliseconds(context, argument, parameter);
  };
  if (kind === 'SESSION') {
    const gap = size('GAP');
    const keys = partition.map((node) => resolveExpression(context, node));
    if (gap === undefined || !keys.every((key) => key !== undefined)) return undefined;
    return { kind, gap, partition: keys };
  }
  const step = kind === 'HOP' ? size('SLIDE') : kind === 'CUMULATE' ? size('STEP') : 1;
  const whole = size('SIZE');
  const offset = size('OFFSET');
  if (step === undefined || whole === undefined || offset === undefined) return undefined;
  if (whole % step !== 0) {
    const name = kind === 'HOP' ? 'slide' : 'step';
    return invalid(context, `the size of a ${kind} window is a multiple of its ${name}`, span);
  }
  switch (kind) {
    case 'TUMBLE':
      return { kind, size: whole, offset };
    case 'HOP':
      return { kind, size: whole, slide: step, offset };
    case 'CUMULATE':
      return { kind, size: whole, step, offset };
  }
}

function milliseconds(context: ExpressionContext, argument: FunctionArgument, parameter: string): number | undefined {
  const isExpression = ![
    'Star',
    'TimeUnit',
    'NamedArgument',
    'DefaultArgument',
    'DescriptorArgument',
    'TableArgument',
  ].includes(argument.kind);
  const value = isExpression
    ? resolveExpression(context, argument as Parameters<typeof resolveExpression>[1])
    : undefined;
  if (isExpression && value === undefined) return undefined;
  const length =
    value !== undefined && isLiteral(value) && value.type.kind === 'INTERVAL_DAY_TIME'
      ? Number(value.value)
      : Number.NaN;
  if (Number.isFinite(length) && (length > 0 || parameter === 'OFFSET')) return length;
  return invalid(context, `${parameter} is an interval of days or less, such as INTERVAL '10' MINUTE`, argument.span);
}
