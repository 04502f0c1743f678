import { BIGINT, DOUBLE, INT, type LogicalType, notNull, printType, withNullability } from '@tsql/core';
import type { FunctionCall, OrderItem, WindowBound, WindowFrame, WindowSpecification } from '@tsql/grammar';
import type { Expression, OverBound, OverFrame, RankFunction } from '../plan/index.js';
import { computedAggregate } from './aggregate-functions.js';
import { aggregateType, takenBy } from './aggregate-type.js';
import { convert } from './build-expression.js';
import { type ExpressionContext, invalid, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import type { OverCalls, PendingKey } from './over-calls.js';
import { resolveExpression } from './resolve-expression.js';

const RANKS: ReadonlySet<string> = new Set<RankFunction>([
  'CUME_DIST',
  'DENSE_RANK',
  'LAG',
  'LEAD',
  'NTILE',
  'PERCENT_RANK',
  'RANK',
  'ROW_NUMBER',
]);

const isRank = (name: string): name is RankFunction => RANKS.has(name);

interface OverWindow {
  readonly partition: readonly Expression[];
  readonly order: readonly PendingKey[];
  readonly frame: WindowFrame | undefined;
}

/** A call with OVER. */
export function resolveOver(context: ExpressionContext, over: OverCalls, node: FunctionCall): Expression | undefined {
  const name = node.name.parts.map(({ text }) => text.toUpperCase()).join('.');
  const specification = specificationOf(context, node);
  const inner: ExpressionContext = { ...context, clause: 'OVER' };
  const window = specification && windowOf(inner, specification);
  if (window === undefined) return undefined;
  if (node.filter !== undefined || node.nullTreatment !== undefined)
    return unsupported(context, 'FILTER or a NULL treatment with OVER', node.span);
  const isStar = node.args[0]?.kind === 'Star';
  const args = isStar
    ? []
    : node.args.map((argument) => resolveExpression(context, argument as Parameters<typeof resolveExpression>[1]));
  if (!args.every((argument) => argument !== undefined)) return undefined;
  if (isRank(name)) return rankCall(context, over, node, { name, args, window });
  const aggregate = computedAggregate(name);
  if (aggregate === undefined) return unsupported(context, `${name} with OVER`, node.span);
  const frame = frameOf(context, window);
  const [argument, separator] = args;
  const type = aggregateType(aggregate, argument?.type, true);
  if (type === undefined || (aggregate !== 'COUNT' && argument === undefined)) {
    const found = argument === undefined ? 'no argument' : printType(argument.type);
    return invalid(context, `${name} takes ${takenBy(aggregate)}, not ${found}`, node.span);
  }
  return (
    frame &&
    over.add({
      function: aggregate,
      arguments: argument === undefined ? [] : [argument],
      isDistinct: node.quantifier === 'DISTINCT',
      ...(separator !== undefined && isLiteral(separator) ? { separator: String(separator.value) } : {}),
      partition: window.partition,
      order: window.order,
      frame,
      type,
    })
  );
}

/** The window itself, or the one of the WINDOW clause that is named. */
function specificationOf(context: ExpressionContext, { over }: FunctionCall): WindowSpecification | undefined {
  if (over === undefined) return undefined;
  const find = (name: { readonly text: string; readonly span: FunctionCall['span'] }) =>
    context.windows?.find((each) => each.name.text === name.text)?.specification ??
    invalid(context, `there is no window ${name.text} in the WINDOW clause`, name.span);
  if (!('kind' in over)) return find(over);
  if (over.reference === undefined) return over;
  const base = find(over.reference);
  if (base === undefined) return undefined;
  const frame = over.frame ?? base.frame;
  return {
    ...over,
    partitionBy: [...base.partitionBy, ...over.partitionBy],
    orderBy: [...base.orderBy, ...over.orderBy],
    ...(frame === undefined ? {} : { frame }),
  };
}

function windowOf(context: ExpressionContext, specification: WindowSpecification): OverWindow | undefined {
  const partition = specification.partitionBy.map((node) => resolveExpression(context, node));
  const order = specification.orderBy.map((item) => keyOf(context, item));
  if (!partition.every((each) => each !== undefined) || !order.every((each) => each !== undefined)) return undefined;
  return { partition, order, frame: specification.frame };
}

function keyOf(context: ExpressionContext, item: OrderItem): PendingKey | undefined {
  const isDescending = item.direction === 'DESC';
  const expression = resolveExpression(context, item.expression);
  const nullsFirst = item.nulls === undefined ? !isDescending : item.nulls === 'FIRST';
  return expression && { expression, isDescending, nullsFirst };
}

interface RankCall {
  readonly name: RankFunction;
  readonly args: readonly Expression[];
  readonly window: OverWindow;
}

function rankCall(
  context: ExpressionContext,
  over: OverCalls,
  node: FunctionCall,
  { name, args, window }: RankCall,
): Expression | undefined {
  const [first, second, third] = args;
  const isShift = name === 'LAG' || name === 'LEAD';
  const takes = isShift ? [1, 3] : name === 'NTILE' ? [1, 1] : [0, 0];
  if (args.length < (takes[0] ?? 0) || args.length > (takes[1] ?? 0))
    return invalid(context, `${name} does not take ${args.length} arguments`, node.span);
  if (window.order.length === 0) return invalid(context, `${name} needs ORDER BY in its OVER`, node.span);
  const counted = isShift ? second : name === 'NTILE' ? first : undefined;
  const count = counted === undefined ? 1 : isLiteral(counted) ? Number(counted.value) : Number.NaN;
  if (!Number.isInteger(count) || (name === 'NTILE' && count < 1))
    return invalid(context, `${name} takes a whole number`, counted?.span ?? node.span);
  const value = isShift ? first : undefined;
  const otherwise = value && third && convert(third, value.type, context.localTimeZone);
  return over.add({
    function: name,
    arguments: [value, otherwise].filter((each) => each !== undefined),
    count,
    isDistinct: false,
    partition: window.partition,
    order: window.order,
    frame: { unit: 'ROWS', start: 'unbounded', end: 'unbounded' },
    type: rankType(name, value?.type, otherwise?.type),
  });
}

function rankType(name: RankFunction, value: LogicalType | undefined, otherwise: LogicalType | undefined): LogicalType {
  switch (name) {
    case 'LAG':
    case 'LEAD': {
      const type = value ?? INT;
      return withNullability(type, type.nullable || otherwise === undefined || otherwise.nullable);
    }
    case 'CUME_DIST':
    case 'PERCENT_RANK':
      return notNull(DOUBLE);
    case 'NTILE':
      return notNull(INT);
    default:
      return notNull(BIGINT);
  }
}

/** Without a frame: up to the row and its peers where there is an order, else all rows. */
function frameOf(context: ExpressionContext, { frame, order }: OverWindow): OverFrame | undefined {
  if (frame === undefined) return { unit: 'RANGE', start: 'unbounded', end: order.length === 0 ? 'unbounded' : 0 };
  const start = boundOf(context, frame.start);
  const end = frame.end === undefined ? 0 : boundOf(context, frame.end);
  return start === undefined || end === undefined ? undefined : { unit: frame.unit, start, end };
}

function boundOf(context: ExpressionContext, { bound, offset, span }: WindowBound): OverBound | undefined {
  if (bound === 'CURRENT ROW') return 0;
  if (bound === 'UNBOUNDED PRECEDING' || bound === 'UNBOUNDED FOLLOWING') return 'unbounded';
  const value = offset && resolveExpression(context, offset);
  const distance = value !== undefined && isLiteral(value) ? Number(value.value) : Number.NaN;
  if (!Number.isFinite(distance) || distance < 0)
    return invalid(context, 'a bound of a frame is a constant number or interval', span);
  return bound === 'PRECEDING' ? -distance : distance;
}
