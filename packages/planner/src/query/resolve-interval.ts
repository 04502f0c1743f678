import { type LogicalType, notNull } from '@tsql/core';
import type { IntervalLiteral, IntervalQualifier, IntervalUnit } from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { isYearMonth } from '../types/resolve-type.js';
import { literal } from './build-expression.js';
import { type ExpressionContext, invalid } from './expression-context.js';

/** Milliseconds of a unit; months of the units of years. */
const UNIT_SIZE: Readonly<Record<IntervalUnit, number>> = {
  YEAR: 12,
  QUARTER: 3,
  MONTH: 1,
  WEEK: 604_800_000,
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1000,
};

const ORDER: readonly IntervalUnit[] = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'];

/** The type of an interval with a qualifier, NOT NULL. */
export function intervalTypeOf(qualifier: IntervalQualifier): LogicalType {
  const resolution = qualifier.end === undefined ? qualifier.start : `${qualifier.start} TO ${qualifier.end}`;
  const precision = qualifier.startPrecision ?? 2;
  return isYearMonth(qualifier.start)
    ? { kind: 'INTERVAL_YEAR_MONTH', resolution, yearPrecision: precision, nullable: false }
    : {
        kind: 'INTERVAL_DAY_TIME',
        resolution,
        dayPrecision: precision,
        fractionalPrecision: qualifier.fractionalSecondPrecision ?? 6,
        nullable: false,
      };
}

/** The size of an interval's start unit: months, or milliseconds. */
export const unitSize = (unit: IntervalUnit): number => UNIT_SIZE[unit];

/** `INTERVAL '1 02:03' DAY TO MINUTE`: months or milliseconds. */
export function resolveIntervalLiteral(context: ExpressionContext, node: IntervalLiteral): Expression | undefined {
  const { qualifier } = node;
  const amount = intervalAmount(node.value.value.trim(), qualifier);
  if (amount === undefined) {
    const unit = qualifier.end === undefined ? qualifier.start : `${qualifier.start} TO ${qualifier.end}`;
    return invalid(context, `'${node.value.value}' is not an interval ${unit}`, node.value.span);
  }
  return literal(node.negative ? -amount : amount, notNull(intervalTypeOf(qualifier)), node.span);
}

function intervalAmount(text: string, { start, end }: IntervalQualifier): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '').trim();
  const units = end === undefined ? [start] : ORDER.slice(ORDER.indexOf(start), ORDER.indexOf(end) + 1);
  const parts = body.split(units.length === 1 ? /$^/ : /[-: ]+/);
  if (parts.length !== units.length) return undefined;
  let total = 0;
  for (const [index, unit] of units.entries()) {
    const part = parts[index] ?? '';
    const pattern = unit === 'SECOND' ? /^\d+(\.\d+)?$/ : /^\d+$/;
    if (!pattern.test(part)) return undefined;
    const [whole = '0', fraction = ''] = part.split('.');
    total += Number(whole) * UNIT_SIZE[unit] + Number(fraction.padEnd(3, '0').slice(0, 3) || '0');
  }
  return sign * total;
}
