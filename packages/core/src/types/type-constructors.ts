import {
  type ApproximateNumericType,
  type ArrayType,
  type BinaryType,
  type BooleanType,
  type CharType,
  type DateType,
  type DecimalType,
  type IntegerNumericType,
  type LocalZonedTimestampType,
  type LogicalType,
  MAX_LENGTH,
  type MapType,
  type MultisetType,
  type NullType,
  type RowField,
  type RowType,
  type TimestampType,
  type TimeType,
  type VarBinaryType,
  type VarCharType,
} from './logical-type.js';

/** Constructors of logical types, nullable ones; {@link notNull} makes the others. */
export const BOOLEAN: BooleanType = { kind: 'BOOLEAN', nullable: true };
export const TINYINT: IntegerNumericType = { kind: 'TINYINT', nullable: true };
export const SMALLINT: IntegerNumericType = { kind: 'SMALLINT', nullable: true };
export const INT: IntegerNumericType = { kind: 'INTEGER', nullable: true };
export const BIGINT: IntegerNumericType = { kind: 'BIGINT', nullable: true };
export const FLOAT: ApproximateNumericType = { kind: 'FLOAT', nullable: true };
export const DOUBLE: ApproximateNumericType = { kind: 'DOUBLE', nullable: true };
export const STRING: VarCharType = { kind: 'VARCHAR', length: MAX_LENGTH, nullable: true };
export const BYTES: VarBinaryType = { kind: 'VARBINARY', length: MAX_LENGTH, nullable: true };
export const DATE: DateType = { kind: 'DATE', nullable: true };
export const NULL: NullType = { kind: 'NULL', nullable: true };

export const char = (length: number): CharType => ({ kind: 'CHAR', length, nullable: true });
export const varchar = (length: number): VarCharType => ({ kind: 'VARCHAR', length, nullable: true });
export const binary = (length: number): BinaryType => ({ kind: 'BINARY', length, nullable: true });
export const varbinary = (length: number): VarBinaryType => ({ kind: 'VARBINARY', length, nullable: true });
export const decimal = (precision: number, scale: number): DecimalType => ({
  kind: 'DECIMAL',
  precision,
  scale,
  nullable: true,
});
export const time = (precision = 0): TimeType => ({ kind: 'TIME', precision, nullable: true });
export const timestamp = (precision = 6): TimestampType => ({ kind: 'TIMESTAMP', precision, nullable: true });
export const timestampLtz = (precision = 6): LocalZonedTimestampType => ({
  kind: 'TIMESTAMP_LTZ',
  precision,
  nullable: true,
});
export const array = (element: LogicalType): ArrayType => ({ kind: 'ARRAY', element, nullable: true });
export const multiset = (element: LogicalType): MultisetType => ({ kind: 'MULTISET', element, nullable: true });
export const map = (key: LogicalType, value: LogicalType): MapType => ({ kind: 'MAP', key, value, nullable: true });
export const row = (fields: readonly RowField[]): RowType => ({ kind: 'ROW', fields, nullable: true });

/** The same type that admits no NULL. */
export function notNull<T extends LogicalType>(type: T): T {
  return withNullability(type, false);
}

/** The same type with the given nullability. NULL's own type stays nullable. */
export function withNullability<T extends LogicalType>(type: T, nullable: boolean): T {
  return type.nullable === nullable || type.kind === 'NULL' ? type : { ...type, nullable };
}
