/**
 * The type that SQL sees: Flink's logical types, as immutable data.
 *
 * `nullable` belongs to each type, as in Flink: `ROW<a INT NOT NULL>` is a nullable row with a non-null field.
 */
export type LogicalType =
  | CharType
  | VarCharType
  | BooleanType
  | BinaryType
  | VarBinaryType
  | DecimalType
  | IntegerNumericType
  | ApproximateNumericType
  | DateType
  | TimeType
  | TimestampType
  | LocalZonedTimestampType
  | YearMonthIntervalType
  | DayTimeIntervalType
  | ArrayType
  | MultisetType
  | MapType
  | RowType
  | RawType
  | NullType;

export type LogicalTypeKind = LogicalType['kind'];

interface Typed {
  readonly nullable: boolean;
}

/** Text of exactly `length` code points (from 0: a literal '' has CHAR(0)). */
export interface CharType extends Typed {
  readonly kind: 'CHAR';
  readonly length: number;
}

/** Text of at most `length` code points; STRING has {@link MAX_LENGTH}. */
export interface VarCharType extends Typed {
  readonly kind: 'VARCHAR';
  readonly length: number;
}

export interface BooleanType extends Typed {
  readonly kind: 'BOOLEAN';
}

/** Exactly `length` bytes. */
export interface BinaryType extends Typed {
  readonly kind: 'BINARY';
  readonly length: number;
}

/** At most `length` bytes; BYTES has {@link MAX_LENGTH}. */
export interface VarBinaryType extends Typed {
  readonly kind: 'VARBINARY';
  readonly length: number;
}

/** `precision` digits (1 to 38), `scale` of them behind the point. */
export interface DecimalType extends Typed {
  readonly kind: 'DECIMAL';
  readonly precision: number;
  readonly scale: number;
}

/** 8, 16, 32 and 64 bits, signed; arithmetic wraps as Java's. */
export interface IntegerNumericType extends Typed {
  readonly kind: 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT';
}

/** IEEE 754 with 32 (FLOAT) and 64 (DOUBLE) bits. */
export interface ApproximateNumericType extends Typed {
  readonly kind: 'FLOAT' | 'DOUBLE';
}

export interface DateType extends Typed {
  readonly kind: 'DATE';
}

/** Time of day; values hold milliseconds whatever the precision (0 to 9), as Flink's. */
export interface TimeType extends Typed {
  readonly kind: 'TIME';
  readonly precision: number;
}

/** Date and time without a zone, `precision` 0 to 9 digits. `timeAttribute` marks event- and processing-time columns. */
export interface TimestampType extends Typed {
  readonly kind: 'TIMESTAMP';
  readonly precision: number;
  readonly timeAttribute?: TimeAttribute;
}

/** An instant, shown in `table.local-time-zone`: TIMESTAMP_LTZ. */
export interface LocalZonedTimestampType extends Typed {
  readonly kind: 'TIMESTAMP_LTZ';
  readonly precision: number;
  readonly timeAttribute?: TimeAttribute;
}

export type TimeAttribute = 'rowtime' | 'proctime';

/** Months. `resolution` is the declared one: YEAR, MONTH, YEAR TO MONTH. */
export interface YearMonthIntervalType extends Typed {
  readonly kind: 'INTERVAL_YEAR_MONTH';
  readonly resolution: string;
  readonly yearPrecision: number;
}

/** Milliseconds. `resolution` is the declared one: DAY, DAY TO SECOND, … */
export interface DayTimeIntervalType extends Typed {
  readonly kind: 'INTERVAL_DAY_TIME';
  readonly resolution: string;
  readonly dayPrecision: number;
  readonly fractionalPrecision: number;
}

export interface ArrayType extends Typed {
  readonly kind: 'ARRAY';
  readonly element: LogicalType;
}

/** A bag: values with the number of their occurrences. */
export interface MultisetType extends Typed {
  readonly kind: 'MULTISET';
  readonly element: LogicalType;
}

export interface MapType extends Typed {
  readonly kind: 'MAP';
  readonly key: LogicalType;
  readonly value: LogicalType;
}

export interface RowField {
  readonly name: string;
  readonly type: LogicalType;
  readonly description?: string;
}

export interface RowType extends Typed {
  readonly kind: 'ROW';
  readonly fields: readonly RowField[];
}

/** A Java class's own serialization: parsed and printed, never run here. */
export interface RawType extends Typed {
  readonly kind: 'RAW';
  readonly className: string;
  readonly serializer: string;
}

/** The type of an untyped NULL literal. */
export interface NullType extends Typed {
  readonly kind: 'NULL';
  readonly nullable: true;
}

/** The length of STRING and BYTES: Java's `Integer.MAX_VALUE`. */
export const MAX_LENGTH = 2_147_483_647;
