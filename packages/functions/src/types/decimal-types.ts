import type { DecimalType } from '@tsql/core';

/** What arithmetic needs of a DECIMAL type. */
type Digits = Pick<DecimalType, 'precision' | 'scale'>;

const MAX_PRECISION = 38;
/** Digits behind the point that are kept, if there are as many, when the precision is cut to 38. */
const MINIMUM_ADJUSTED_SCALE = 6;

/** DECIMAL + DECIMAL and DECIMAL - DECIMAL. */
export function additionType(a: Digits, b: Digits): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  return adjustedDecimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

export function multiplicationType(a: Digits, b: Digits): DecimalType {
  return adjustedDecimal(a.precision + b.precision + 1, a.scale + b.scale);
}

export function divisionType(a: Digits, b: Digits): DecimalType {
  const scale = Math.max(6, a.scale + b.precision + 1);
  return adjustedDecimal(a.precision - a.scale + b.scale + scale, scale);
}

export function moduloType(a: Digits, b: Digits): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  return adjustedDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

/** ROUND(decimal, digits) and TRUNCATE(decimal, digits). */
export function roundType(type: Digits, digits: number): DecimalType {
  if (digits >= type.scale) return decimalType(type.precision, type.scale);
  const whole = 1 + type.precision - type.scale;
  return digits < 0 ? decimalType(Math.min(MAX_PRECISION, whole), 0) : decimalType(whole + digits, digits);
}

/** The result type of SUM over a DECIMAL. */
export const sumType = (type: Digits): DecimalType => decimalType(MAX_PRECISION, type.scale);

/** The result type of AVG over a DECIMAL. */
export const averageType = (type: Digits): DecimalType =>
  divisionType({ precision: MAX_PRECISION, scale: type.scale }, { precision: 20, scale: 0 });

/** Beyond 38 digits the scale gives way to the whole part, down to 6 digits. */
export function adjustedDecimal(precision: number, scale: number): DecimalType {
  if (precision <= MAX_PRECISION) return decimalType(precision, scale);
  const wholeDigits = precision - scale;
  const kept = Math.max(MAX_PRECISION - wholeDigits, Math.min(scale, MINIMUM_ADJUSTED_SCALE));
  return decimalType(MAX_PRECISION, kept);
}

const decimalType = (precision: number, scale: number): DecimalType => ({
  kind: 'DECIMAL',
  precision,
  scale,
  nullable: false,
});
