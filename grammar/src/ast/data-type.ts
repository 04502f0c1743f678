import type { CharacterLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { IntervalQualifier } from './time-unit.js';

/** What every type node has. */
interface TypeNode extends AstNode {
  /** False when followed by NOT NULL. */
  readonly nullable: boolean;
}

/** The names of the built-in types without parts. Synonyms are resolved: INTEGER is INT, NUMERIC is DECIMAL. */
export type BasicTypeName =
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'FLOAT'
  | 'REAL'
  | 'DOUBLE'
  | 'DECIMAL'
  | 'CHAR'
  | 'VARCHAR'
  | 'STRING'
  | 'BINARY'
  | 'VARBINARY'
  | 'BYTES'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  | 'TIMESTAMP_LTZ'
  | 'ANY';

/** A type without parts: `INT`, `DECIMAL(10, 2)`, `TIMESTAMP(3) WITH LOCAL TIME ZONE` (as TIMESTAMP_LTZ). */
export interface BasicType extends TypeNode {
  readonly kind: 'BasicType';
  readonly name: BasicTypeName;
  /** Precision or length, where written. */
  readonly precision?: number;
  readonly scale?: number;
}

/** `ARRAY<INT>` or `INT ARRAY`. */
export interface ArrayType extends TypeNode {
  readonly kind: 'ArrayType';
  readonly elementType: DataType;
}

/** `MULTISET<INT>` or `INT MULTISET`. */
export interface MultisetType extends TypeNode {
  readonly kind: 'MultisetType';
  readonly elementType: DataType;
}

/** `MAP<STRING, INT>`. */
export interface MapType extends TypeNode {
  readonly kind: 'MapType';
  readonly keyType: DataType;
  readonly valueType: DataType;
}

/** `ROW<a INT, b STRING 'comment'>` or `ROW(a INT)`. */
export interface RowType extends TypeNode {
  readonly kind: 'RowType';
  readonly fields: readonly RowTypeField[];
}

/** A field of a ROW type. */
export interface RowTypeField extends AstNode {
  readonly kind: 'RowTypeField';
  readonly name: NamePart;
  readonly type: DataType;
  readonly comment?: CharacterLiteral;
}

/** `RAW('class', 'serializer')`. */
export interface RawType extends TypeNode {
  readonly kind: 'RawType';
  readonly className: CharacterLiteral;
  readonly serializer: CharacterLiteral;
}

/** An interval type: `CAST(x AS INTERVAL DAY TO SECOND)`. Columns cannot have it. */
export interface IntervalType extends TypeNode {
  readonly kind: 'IntervalType';
  readonly qualifier: IntervalQualifier;
}

/** A type given by name: `my_type`. */
export interface NamedType extends TypeNode {
  readonly kind: 'NamedType';
  readonly name: Identifier;
}

/** Every type as written in SQL. */
export type DataType = BasicType | ArrayType | MultisetType | MapType | RowType | RawType | IntervalType | NamedType;
