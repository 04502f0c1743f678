import type {
  ApproximateNumericType,
  BinaryType,
  CharType,
  DayTimeIntervalType,
  DecimalType,
  IntegerNumericType,
  LocalZonedTimestampType,
  LogicalType,
  TimestampType,
  VarBinaryType,
  VarCharType,
  YearMonthIntervalType,
} from '@tsql/core';

/** Flink's type families, as narrowing predicates. */
export const isCharacter = (type: LogicalType): type is CharType | VarCharType =>
  type.kind === 'CHAR' || type.kind === 'VARCHAR';

export const isBinaryString = (type: LogicalType): type is BinaryType | VarBinaryType =>
  type.kind === 'BINARY' || type.kind === 'VARBINARY';

export const isInteger = (type: LogicalType): type is IntegerNumericType =>
  type.kind === 'TINYINT' || type.kind === 'SMALLINT' || type.kind === 'INTEGER' || type.kind === 'BIGINT';

export const isExactNumeric = (type: LogicalType): type is IntegerNumericType | DecimalType =>
  isInteger(type) || type.kind === 'DECIMAL';

export const isApproximate = (type: LogicalType): type is ApproximateNumericType =>
  type.kind === 'FLOAT' || type.kind === 'DOUBLE';

export const isNumeric = (type: LogicalType): type is IntegerNumericType | DecimalType | ApproximateNumericType =>
  isExactNumeric(type) || isApproximate(type);

export const isTimestamp = (type: LogicalType): type is TimestampType | LocalZonedTimestampType =>
  type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ';

export const isDatetime = (type: LogicalType): boolean =>
  type.kind === 'DATE' || type.kind === 'TIME' || isTimestamp(type);

export const isInterval = (type: LogicalType): type is YearMonthIntervalType | DayTimeIntervalType =>
  type.kind === 'INTERVAL_YEAR_MONTH' || type.kind === 'INTERVAL_DAY_TIME';

export const isConstructed = (type: LogicalType): boolean =>
  type.kind === 'ARRAY' || type.kind === 'MAP' || type.kind === 'MULTISET' || type.kind === 'ROW';

const DIGITS = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19 } as const;
/** Width of the integer types in bits. */
export const BITS = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64 } as const;

/** An exact number's type as DECIMAL: INT is DECIMAL(10, 0). */
export function asDecimal(type: IntegerNumericType | DecimalType): DecimalType {
  if (type.kind === 'DECIMAL') return type;
  return { kind: 'DECIMAL', precision: DIGITS[type.kind], scale: 0, nullable: type.nullable };
}

/** Whether two types are the same, whatever their nullability (and that of their parts) and time attribute. */
export function sameType(a: LogicalType, b: LogicalType): boolean {
  if (a.kind !== b.kind) return false;
  return JSON.stringify(a, ignoringNullability) === JSON.stringify(b, ignoringNullability);
}

function ignoringNullability(key: string, value: unknown): unknown {
  return key === 'nullable' || key === 'isJson' || key === 'timeAttribute' || key === 'description' ? undefined : value;
}
