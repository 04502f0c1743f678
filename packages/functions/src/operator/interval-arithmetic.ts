import { type LogicalType, MILLIS_PER_DAY, Timestamp, timestamp, type Value, withNullability } from '@tsql/core';
import type { CallBinding } from '../scalar-function.js';
import { strictBinding } from '../signature.js';
import { addMonths, addMonthsToMillis } from '../time/months.js';
import { dayOf } from '../time/timestamps.js';
import { isInterval, isNumeric, isTimestamp } from '../types/type-families.js';
import type { ArithmeticOperator } from './decimal-arithmetic.js';

/** Types of: point ± interval, interval + point, interval ± interval, interval * number, interval / number. */
export function bindIntervalArithmetic(
  operator: ArithmeticOperator,
  a: LogicalType,
  b: LogicalType,
): CallBinding | undefined {
  const moves = operator === '+' || operator === '-';
  if (isInterval(a) && isInterval(b)) return moves && a.kind === b.kind ? strictBinding([a, b], a) : undefined;
  if (isInterval(a) && isNumeric(b)) return operator === '*' || operator === '/' ? strictBinding([a, b], a) : undefined;
  if (isNumeric(a) && isInterval(b)) return operator === '*' ? strictBinding([a, b], b) : undefined;
  if (isInterval(a) && operator === '+' && isPoint(b)) return strictBinding([a, b], movedType(b, a));
  if (isPoint(a) && isInterval(b) && moves) return strictBinding([a, b], movedType(a, b));
  return undefined;
}

const isPoint = (type: LogicalType): boolean => type.kind === 'DATE' || type.kind === 'TIME' || isTimestamp(type);

/** A DATE moved by hours or less becomes a timestamp; time attributes become plain timestamps. */
export function movedType(point: LogicalType, interval: LogicalType): LogicalType {
  if (point.kind === 'DATE' && interval.kind === 'INTERVAL_DAY_TIME' && !/^(DAY|WEEK)/.test(interval.resolution)) {
    return withNullability(timestamp(0), point.nullable);
  }
  if (!isTimestamp(point)) return point;
  return { kind: point.kind, precision: point.precision, nullable: point.nullable };
}

export function intervalArithmetic(
  operator: ArithmeticOperator,
  [a, b]: readonly [LogicalType, LogicalType],
  result: LogicalType,
): (x: Value, y: Value) => Value {
  if (isNumeric(b) || isNumeric(a)) return scaled(operator, isNumeric(b) ? b : a);
  const sign = operator === '-' ? -1 : 1;
  if (isInterval(a) && isInterval(b)) return (x, y) => (x as number) + sign * (y as number);
  if (isInterval(a)) {
    const move = movePointTo(result, b, a);
    return (x, y) => move(y, x as number);
  }
  const move = movePointTo(result, a, b);
  return (x, y) => move(x, sign * (y as number));
}

function scaled(operator: ArithmeticOperator, numeric: LogicalType): (x: Value, y: Value) => Value {
  const divisor = numeric.kind === 'DECIMAL' ? 10 ** numeric.scale : 1;
  if (operator === '/') return (x, y) => Math.trunc((Number(x) * divisor) / Number(y)) + 0;
  return (x, y) => Math.trunc((Number(x) * Number(y)) / divisor) + 0;
}

/** As {@link movePoint}, but a DATE may become a timestamp first. */
function movePointTo(
  result: LogicalType,
  point: LogicalType,
  interval: LogicalType,
): (value: Value, by: number) => Value {
  if (point.kind !== 'DATE' || result.kind !== 'TIMESTAMP') return movePoint(point, interval);
  return (value, by) => new Timestamp((value as number) * MILLIS_PER_DAY + by);
}

/** Moves a DATE, TIME or timestamp by months or milliseconds, as the interval's type says. */
export function movePoint(point: LogicalType, interval: LogicalType): (value: Value, by: number) => Value {
  const byMonths = interval.kind === 'INTERVAL_YEAR_MONTH';
  if (point.kind === 'DATE') {
    if (byMonths) return (value, by) => addMonths(value as number, by);
    return (value, by) => dayOf((value as number) * MILLIS_PER_DAY + by);
  }
  if (point.kind === 'TIME') {
    return (value, by) => ((((value as number) + by) % MILLIS_PER_DAY) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
  }
  return (value, by) => {
    const { millis, nanoOfMilli } = value as Timestamp;
    return new Timestamp(byMonths ? addMonthsToMillis(millis, by) : millis + by, nanoOfMilli);
  };
}
