import type { AstNode } from './node.js';

/** A unit of time as an argument: `EXTRACT(DAY FROM x)`, `FLOOR(x TO HOUR)`, `TIMESTAMPADD(MINUTE, 1, x)`. */
export interface TimeUnit extends AstNode {
  readonly kind: 'TimeUnit';
  /** In upper case, synonyms kept: `DAY`, `SQL_TSI_DAY`. */
  readonly unit: string;
}

/** A unit of an interval. */
export type IntervalUnit = 'YEAR' | 'QUARTER' | 'MONTH' | 'WEEK' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';

/** What an interval is counted in: `DAY`, `DAY(3) TO SECOND(6)`. Plurals (`DAYS`) are written as singular here. */
export interface IntervalQualifier extends AstNode {
  readonly kind: 'IntervalQualifier';
  readonly start: IntervalUnit;
  readonly startPrecision?: number;
  readonly end?: IntervalUnit;
  /** Digits of the seconds' fraction. */
  readonly fractionalSecondPrecision?: number;
}
