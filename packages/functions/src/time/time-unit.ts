import { MILLIS_PER_DAY } from '@tsql/core';

/** Units of fixed length, in milliseconds. */
export const UNIT_MILLIS: Readonly<Record<string, number>> = {
  MILLISECOND: 1,
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: MILLIS_PER_DAY,
  WEEK: 7 * MILLIS_PER_DAY,
};

/** Units of whole months. */
export const UNIT_MONTHS: Readonly<Record<string, number>> = {
  MONTH: 1,
  QUARTER: 3,
  YEAR: 12,
  DECADE: 120,
  CENTURY: 1200,
  MILLENNIUM: 12_000,
};

/** The unit's own name: `SQL_TSI_DAY`, `days` and `DAY` are the same. */
export function timeUnit(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const unit = name.toUpperCase().replace(/^SQL_TSI_/, '');
  return UNITS.has(unit) ? unit : undefined;
}

const UNITS: ReadonlySet<string> = new Set([
  ...Object.keys(UNIT_MILLIS),
  ...Object.keys(UNIT_MONTHS),
  'MICROSECOND',
  'NANOSECOND',
  'DOW',
  'ISODOW',
  'DOY',
  'ISOYEAR',
  'EPOCH',
]);
