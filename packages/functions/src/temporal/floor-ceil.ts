import { civilFromDays, daysFromCivil, type LogicalType, MILLIS_PER_DAY, Timestamp, type Value } from '@tsql/core';
import { wholeNumberOverload } from '../math/rounding.js';
import { keeping, symbol } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { isoDayOfWeek } from '../time/date-pattern.js';
import { timeUnit, UNIT_MILLIS } from '../time/time-unit.js';
import { timeZone } from '../time/time-zone.js';
import { isDatetime } from '../types/type-families.js';

const isArithmetic = (unit: string): boolean => unit !== 'WEEK' && unit in UNIT_MILLIS;

/** A day down or up to a unit. Up, Flink looks at the day alone: the first of a month stays, whatever the time. */
function roundDay(unit: string, days: number, isFloor: boolean): number {
  const { year, month, day } = civilFromDays(days);
  const isFirst = isFloor || (month === 1 && day === 1);
  switch (unit) {
    case 'YEAR':
      return daysFromCivil(isFirst ? year : year + 1, 1, 1);
    case 'QUARTER': {
      const start = Math.ceil(month / 3) * 3 - 2 + (isFirst ? 0 : 3);
      return start > 12 ? daysFromCivil(year + 1, start - 12, 1) : daysFromCivil(year, start, 1);
    }
    case 'MONTH': {
      const next = isFloor || day === 1 ? month : month + 1;
      return next > 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, next, 1);
    }
    case 'WEEK': {
      const sinceSunday = isoDayOfWeek(days) % 7;
      return isFloor || sinceSunday === 0 ? days - sinceSunday : days - sinceSunday + 7;
    }
    case 'DECADE':
      return daysFromCivil(10 * (Math.trunc(year / 10) + (isFloor ? 0 : 1)), 1, 1);
    case 'CENTURY':
      return daysFromCivil(100 * Math.trunc((year + 99) / 100) + (isFloor ? -99 : 1), 1, 1);
    case 'MILLENNIUM':
      return daysFromCivil(1000 * Math.trunc((year + 999) / 1000) + (isFloor ? -999 : 1), 1, 1);
    default:
      return days;
  }
}

function roundMillis(unit: string, local: number, isFloor: boolean): number {
  if (!isArithmetic(unit)) return roundDay(unit, Math.trunc(local / MILLIS_PER_DAY), isFloor) * MILLIS_PER_DAY;
  const length = UNIT_MILLIS[unit] ?? 1;
  return (isFloor ? Math.floor(local / length) : Math.ceil(local / length)) * length + 0;
}

function rounder(unit: string, type: LogicalType, isFloor: boolean, localTimeZone: string): (value: Value) => Value {
  if (type.kind === 'DATE') return (value) => roundDay(unit, value as number, isFloor);
  if (type.kind === 'TIME') return (value) => roundMillis(unit, value as number, isFloor);
  const zone = type.kind === 'TIMESTAMP_LTZ' ? timeZone(localTimeZone) : undefined;
  return (value) => {
    const { millis } = value as Timestamp;
    const offset = zone?.offsetAt(millis) ?? 0;
    return new Timestamp(roundMillis(unit, millis + offset, isFloor) - offset);
  };
}

const point = keeping(isDatetime, { kind: 'DATE', nullable: true });

export const FLOOR_CEIL_FUNCTIONS: readonly ScalarFunction[] = (
  [
    ['FLOOR', true, [], 'down', 'start'],
    ['CEIL', false, ['CEILING'], 'up', 'end'],
  ] as const
).map(([name, isFloor, aliases, word, end]) =>
  declareFunction({
    name,
    aliases,
    syntax: `${name}(number), ${name}(value TO unit)`,
    doc: `The number rounded ${word}, or the ${end} of the unit in which a point in time lies.`,
    group: 'arithmetic',
    expected: 'a number, or a date, time or timestamp and a unit',
    overloads: [
      wholeNumberOverload(isFloor),
      {
        parameters: [point, symbol],
        returns: ([type]) => type as LogicalType,
        create({ argumentTypes: [type] }, [, unit], context) {
          const round = rounder(timeUnit(unit?.constant) ?? 'DAY', type as LogicalType, isFloor, context.localTimeZone);
          return (value) => round(value ?? null);
        },
      },
    ],
  }),
);
