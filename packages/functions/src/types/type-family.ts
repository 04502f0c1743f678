import type { LogicalType } from '@tsql/core';

export const isText = (type: LogicalType): boolean => type.kind === 'CHAR' || type.kind === 'VARCHAR';
export const isBytes = (type: LogicalType): boolean => type.kind === 'BINARY' || type.kind === 'VARBINARY';
export const isInteger = (type: LogicalType): boolean =>
  type.kind === 'TINYINT' || type.kind === 'SMALLINT' || type.kind === 'INTEGER' || type.kind === 'BIGINT';
export const isApproximate = (type: LogicalType): boolean => type.kind === 'FLOAT' || type.kind === 'DOUBLE';
export const isExactNumeric = (type: LogicalType): boolean => isInteger(type) || type.kind === 'DECIMAL';
export const isNumeric = (type: LogicalType): boolean => isExactNumeric(type) || isApproximate(type);
export const isTimestamp = (type: LogicalType): boolean => type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ';
export const isTemporal = (type: LogicalType): boolean =>
  isTimestamp(type) || type.kind === 'DATE' || type.kind === 'TIME';
export const isInterval = (type: LogicalType): boolean =>
  type.kind === 'INTERVAL_YEAR_MONTH' || type.kind === 'INTERVAL_DAY_TIME';

/** Width of integer types: the wider of two holds both. */
export const INTEGER_RANK: Readonly<Record<string, number>> = { TINYINT: 0, SMALLINT: 1, INTEGER: 2, BIGINT: 3 };

/** Digits of an exact number: those of an integer type are the digits of its largest value. */
export function decimalShape(type: LogicalType): { readonly precision: number; readonly scale: number } {
  switch (type.kind) {
    case 'TINYINT':
      return { precision: 3, scale: 0 };
    case 'SMALLINT':
      return { precision: 5, scale: 0 };
    case 'INTEGER':
      return { precision: 10, scale: 0 };
    case 'BIGINT':
      return { precision: 19, scale: 0 };
    case 'DECIMAL':
      return { precision: type.precision, scale: type.scale };
    default:
      return { precision: 38, scale: 18 };
  }
}
