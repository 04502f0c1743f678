import {
  BIGINT,
  civilFromDays,
  daysFromCivil,
  type LogicalType,
  MILLIS_PER_DAY,
  type Timestamp,
  type Value,
} from '@tsql/core';
import { symbol } from '../parameters.js';
import type { ArgumentInfo, Evaluator, ScalarFunction } from '../scalar-function.js';
import { declareFunction, type Parameter } from '../signature.js';
import { isoDayOfWeek } from '../time/date-pattern.js';
import { timeUnit, UNIT_MILLIS } from '../time/time-unit.js';
import { timeZone, toLocal } from '../time/time-zone.js';
import { isDatetime, isInterval } from '../types/type-families.js';

/** A unit of days and longer, of a day since 1970-01-01. */
function extractFromDay(unit: string, days: number): number {
  const { year, month, day } = civilFromDays(days);
  switch (unit) {
    case 'YEAR':
      return year;
    case 'QUARTER':
      return Math.ceil(month / 3);
    case 'MONTH':
      return month;
    case 'DAY':
      return day;
    case 'DOW':
      return (isoDayOfWeek(days) % 7) + 1;
    case 'ISODOW':
      return isoDayOfWeek(days);
    case 'DOY':
      return days - daysFromCivil(year, 1, 1) + 1;
    case 'WEEK':
      return isoWeek(days).week;
    case 'ISOYEAR':
      return isoWeek(days).year;
    case 'DECADE':
      return Math.trunc(year / 10);
    case 'CENTURY':
      return year > 0 ? Math.trunc((year + 99) / 100) : Math.trunc((year - 99) / 100);
    default:
      return year > 0 ? Math.trunc((year + 999) / 1000) : Math.trunc((year - 999) / 1000);
  }
}

function isoWeek(days: number): { readonly year: number; readonly week: number } {
  const thursday = days - isoDayOfWeek(days) + 4;
  const { year } = civilFromDays(thursday);
  return { year, week: Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1 };
}

const isDayUnit = (unit: string): boolean =>
  !(unit in UNIT_MILLIS && unit !== 'DAY' && unit !== 'WEEK') && !['EPOCH', 'MICROSECOND', 'NANOSECOND'].includes(unit);

/** Units shorter than a day, by what they are taken out of. */
const WITHIN: Readonly<Record<string, number>> = {
  HOUR: MILLIS_PER_DAY,
  MINUTE: 3_600_000,
  SECOND: 60_000,
  MILLISECOND: 1000,
};

/**
 * A unit of a local time. Times before 1970 are cut toward it, as in Flink: 1969-12-31 23:59:59.999 has the year 1970.
 */
function extractFromMillis(unit: string, millis: number, nanoOfMilli: number): number {
  if (isDayUnit(unit)) return extractFromDay(unit, Math.trunc(millis / MILLIS_PER_DAY));
  if (unit === 'EPOCH') return Math.trunc(millis / 1000);
  if (unit === 'MICROSECOND') return (millis % 1000) * 1000 + Math.floor(nanoOfMilli / 1000);
  if (unit === 'NANOSECOND') return (millis % 1000) * 1_000_000 + nanoOfMilli;
  return Math.trunc((millis % (WITHIN[unit] ?? 1)) / (UNIT_MILLIS[unit] ?? 1));
}

function extractFromInterval(type: LogicalType, unit: string, value: number): number {
  if (type.kind === 'INTERVAL_YEAR_MONTH') {
    const months = value % 12;
    return unit === 'YEAR' ? Math.trunc(value / 12) : unit === 'QUARTER' ? Math.trunc(months / 3) + 1 : months;
  }
  if (unit === 'DAY') return Math.trunc(value / MILLIS_PER_DAY);
  return unit === 'EPOCH' ? Math.trunc(value / 1000) : extractFromMillis(unit, value, 0);
}

function extractor(unit: string, type: LogicalType, localTimeZone: string): (value: Value) => number {
  if (isInterval(type)) return (value) => extractFromInterval(type, unit, value as number);
  switch (type.kind) {
    case 'DATE':
      if (isDayUnit(unit)) return (value) => extractFromDay(unit, value as number);
      return (value) => (unit === 'EPOCH' ? (value as number) * 86_400 : 0);
    case 'TIME':
      return (value) => extractFromMillis(unit, value as number, 0);
    case 'TIMESTAMP_LTZ': {
      const zone = timeZone(localTimeZone);
      return (value) => {
        const { millis, nanoOfMilli } = value as Timestamp;
        return extractFromMillis(unit, toLocal(zone, millis), nanoOfMilli);
      };
    }
    default:
      return (value) => extractFromMillis(unit, (value as Timestamp).millis, (value as Timestamp).nanoOfMilli);
  }
}

const temporal: Parameter = (type) =>
  isDatetime(type) || isInterval(type) ? type : type.kind === 'NULL' ? { kind: 'DATE', nullable: true } : undefined;
const dated: Parameter = (type) => (isInterval(type) ? undefined : temporal(type));

const toBigint =
  (extract: (value: Value) => number): Evaluator =>
  (value) =>
    BigInt(extract(value ?? null));

const unitOf = (argument: ArgumentInfo | undefined): string => timeUnit(argument?.constant) ?? 'YEAR';

const extractFunction = declareFunction({
  name: 'EXTRACT',
  syntax: 'EXTRACT(unit FROM value)',
  doc: 'A unit of a date, time, timestamp or interval: YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY, HOUR, MINUTE, SECOND, EPOCH, …',
  group: 'temporal',
  expected: 'a unit, and a date, time, timestamp or interval',
  overloads: [
    {
      parameters: [symbol, temporal],
      returns: BIGINT,
      create({ argumentTypes: [, type] }, [unit], context) {
        const extract = extractor(unitOf(unit), type as LogicalType, context.localTimeZone);
        return (_, value) => BigInt(extract(value ?? null));
      },
    },
  ],
});

const SHORTHANDS = [
  ['YEAR', 'YEAR'],
  ['QUARTER', 'QUARTER'],
  ['MONTH', 'MONTH'],
  ['WEEK', 'WEEK'],
  ['DAYOFYEAR', 'DOY'],
  ['DAYOFMONTH', 'DAY'],
  ['DAYOFWEEK', 'DOW'],
  ['HOUR', 'HOUR'],
  ['MINUTE', 'MINUTE'],
  ['SECOND', 'SECOND'],
] as const;

const shorthands = SHORTHANDS.map(([name, unit]) =>
  declareFunction({
    name,
    syntax: `${name}(value)`,
    doc: `EXTRACT(${unit} FROM value).`,
    group: 'temporal',
    expected: 'a date, time or timestamp',
    overloads: [
      {
        parameters: [dated],
        returns: BIGINT,
        create: ({ argumentTypes: [type] }, _, context) =>
          toBigint(extractor(unit, type as LogicalType, context.localTimeZone)),
      },
    ],
  }),
);

export const EXTRACT_FUNCTIONS: readonly ScalarFunction[] = [extractFunction, ...shorthands];
