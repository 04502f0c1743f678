import type { Typed } from './call.js';

/** An interval literal: months for YEAR and MONTH, milliseconds for the others. */
export function interval(resolution: string, value: number): Typed {
  if (resolution === 'YEAR' || resolution === 'MONTH') {
    return { type: { kind: 'INTERVAL_YEAR_MONTH', resolution, yearPrecision: 2, nullable: false }, value };
  }
  const type = {
    kind: 'INTERVAL_DAY_TIME',
    resolution,
    dayPrecision: 2,
    fractionalPrecision: 3,
    nullable: false,
  } as const;
  return { type, value };
}
