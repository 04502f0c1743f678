import { INT, type LogicalType, MILLIS_PER_DAY, type Timestamp, timestamp, type Value } from '@tsql/core';
import { findConversion } from '../cast/find-conversion.js';
import { planningError } from '../evaluation-error.js';
import { movePoint } from '../operator/interval-arithmetic.js';
import { int, keeping, symbol } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { subtractMonths } from '../time/months.js';
import { timeUnit, UNIT_MILLIS, UNIT_MONTHS } from '../time/time-unit.js';
import { isDatetime, isInterval, isTimestamp } from '../types/type-families.js';

const point = keeping(isDatetime, { kind: 'TIMESTAMP', precision: 3, nullable: true });

const MONTH_INTERVAL: LogicalType = {
  kind: 'INTERVAL_YEAR_MONTH',
  resolution: 'MONTH',
  yearPrecision: 2,
  nullable: true,
};

const SECOND_INTERVAL: LogicalType = {
  kind: 'INTERVAL_DAY_TIME',
  resolution: 'SECOND(3)',
  dayPrecision: 2,
  fractionalPrecision: 3,
  nullable: true,
};

function unitOf(constant: Value | undefined): string {
  const unit = timeUnit(constant);
  if (unit === undefined || !(unit in UNIT_MILLIS || unit in UNIT_MONTHS)) {
    throw planningError(`${constant} is no unit of time that can be counted`);
  }
  return unit;
}

/** A DATE moved by less than days becomes a timestamp. */
function addedType(unit: string, type: LogicalType): LogicalType {
  const isShort = unit in UNIT_MILLIS && (UNIT_MILLIS[unit] ?? 0) < MILLIS_PER_DAY;
  if (type.kind === 'DATE' && isShort) return timestamp(unit === 'MILLISECOND' ? 3 : 6);
  if (!isTimestamp(type)) return type;
  const precision = unit === 'MILLISECOND' ? Math.max(3, type.precision) : type.precision;
  return { kind: type.kind, precision, nullable: type.nullable };
}

const add = declareFunction({
  name: 'TIMESTAMPADD',
  syntax: 'TIMESTAMPADD(unit, count, point)',
  doc: 'The point in time moved by a count of units; the day is cut to the length of the month.',
  group: 'temporal',
  expected: 'a unit, a whole number, and a date, time or timestamp',
  overloads: [
    {
      parameters: [symbol, int, point],
      returns: ([, , type], [unit]) => addedType(timeUnit(unit?.constant) ?? 'DAY', type as LogicalType),
      create({ argumentTypes: [, , type], returnType }, [unit], context) {
        const name = unitOf(unit?.constant);
        const months = UNIT_MONTHS[name];
        const convert = findConversion(type as LogicalType, returnType, context);
        const move = movePoint(returnType, months === undefined ? SECOND_INTERVAL : MONTH_INTERVAL);
        const size = months ?? UNIT_MILLIS[name] ?? 1;
        return (_, count, value) => move(convert(value ?? null) ?? null, (count as number) * size);
      },
    },
  ],
});

/** A point in time as milliseconds since 1970-01-01 00:00:00. */
function millisOf(type: LogicalType): (value: Value) => number {
  if (type.kind === 'DATE') return (value) => (value as number) * MILLIS_PER_DAY;
  if (type.kind === 'TIME') return (value) => value as number;
  return (value) => (value as Timestamp).millis;
}

const diff = declareFunction({
  name: 'TIMESTAMPDIFF',
  syntax: 'TIMESTAMPDIFF(unit, from, to)',
  doc: 'The number of whole units between two points in time, cut toward zero.',
  group: 'temporal',
  expected: 'a unit and two points in time',
  overloads: [
    {
      parameters: [symbol, point, point],
      returns: INT,
      create({ argumentTypes: [, from, to] }, [unit]) {
        const name = unitOf(unit?.constant);
        const [start, end] = [millisOf(from as LogicalType), millisOf(to as LogicalType)];
        const months = UNIT_MONTHS[name];
        const length = UNIT_MILLIS[name] ?? 1;
        if (months === undefined) {
          return (_, a, b) => Math.trunc((end(b ?? null) - start(a ?? null)) / length) | 0;
        }
        return (_, a, b) => Math.trunc(subtractMonths(end(b ?? null), start(a ?? null)) / months) + 0;
      },
    },
  ],
});

/** `(a - b) unit`: the planner passes the unit first. */
const minus = declareFunction({
  name: 'MINUS_DATE',
  syntax: '(point - point) unit',
  doc: 'The interval between two points in time: of months for YEAR and MONTH, else of milliseconds.',
  group: 'temporal',
  expected: 'a unit and two points in time',
  overloads: [
    {
      parameters: [symbol, point, point],
      returns: (_, [unit]) => (/YEAR|MONTH|QUARTER/.test(String(unit?.constant)) ? MONTH_INTERVAL : SECOND_INTERVAL),
      create({ argumentTypes: [, left, right], returnType }) {
        const [a, b] = [millisOf(left as LogicalType), millisOf(right as LogicalType)];
        if (returnType.kind === 'INTERVAL_DAY_TIME') return (_, x, y) => a(x ?? null) - b(y ?? null);
        return (_, x, y) => subtractMonths(a(x ?? null), b(y ?? null));
      },
    },
  ],
});

/** The end of a period, which is given as a point in time or as its length. */
function periodEnd(start: LogicalType, end: LogicalType): (from: Value, to: Value) => number {
  if (!isInterval(end)) {
    const millis = millisOf(end);
    return (_, to) => millis(to);
  }
  const move = movePoint(start, end);
  const millis = millisOf(start);
  return (from, to) =>
    start.kind === 'TIME' && end.kind === 'INTERVAL_DAY_TIME'
      ? (from as number) + (to as number)
      : millis(move(from, to as number));
}

const endpoint = keeping((type) => isDatetime(type) || isInterval(type), timestamp(3));

const overlaps = declareFunction({
  name: 'OVERLAPS',
  syntax: '(start, end) OVERLAPS (start, end)',
  doc: 'Whether two periods have a moment in common; an interval may stand in place of an end.',
  group: 'temporal',
  expected: 'two periods, each a start and an end or an interval',
  overloads: [
    {
      parameters: [point, endpoint, point, endpoint],
      returns: { kind: 'BOOLEAN', nullable: true },
      create({ argumentTypes }) {
        const [s1, e1, s2, e2] = argumentTypes as [LogicalType, LogicalType, LogicalType, LogicalType];
        const starts = [millisOf(s1), millisOf(s2)] as const;
        const ends = [periodEnd(s1, e1), periodEnd(s2, e2)] as const;
        return (a, b, c, d) => {
          const [aStart, aEnd] = [starts[0](a ?? null), ends[0](a ?? null, b ?? null)];
          const [bStart, bEnd] = [starts[1](c ?? null), ends[1](c ?? null, d ?? null)];
          return Math.max(aStart, aEnd) >= Math.min(bStart, bEnd) && Math.max(bStart, bEnd) >= Math.min(aStart, aEnd);
        };
      },
    },
  ],
});

export const ADD_DIFF_FUNCTIONS: readonly ScalarFunction[] = [add, diff, minus, overlaps];
