import type { DataType } from './data-type.js';
import type { Expression } from './expression.js';
import type { CharacterLiteral, NumericLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `'key' = 'value'` of a WITH clause, of SET, of ALTER … SET. */
export interface TableOption extends AstNode {
  readonly kind: 'TableOption';
  readonly key: CharacterLiteral;
  readonly value: CharacterLiteral;
}

/** `name INT [constraint] [COMMENT 'x']`. */
export interface PhysicalColumn extends AstNode {
  readonly kind: 'PhysicalColumn';
  /** A compound name only in ALTER TABLE, for a field of a ROW. */
  readonly name: Identifier;
  readonly type: DataType;
  readonly constraint?: ColumnConstraint;
  readonly comment?: CharacterLiteral;
}

/** `name AS expression [COMMENT 'x']`. */
export interface ComputedColumn extends AstNode {
  readonly kind: 'ComputedColumn';
  readonly name: Identifier;
  readonly expression: Expression;
  readonly comment?: CharacterLiteral;
}

/** `name TYPE METADATA [FROM 'key'] [VIRTUAL]`. */
export interface MetadataColumn extends AstNode {
  readonly kind: 'MetadataColumn';
  readonly name: Identifier;
  readonly type: DataType;
  /** The key of FROM; without it the column's name is the key. */
  readonly metadataKey?: CharacterLiteral;
  readonly isVirtual: boolean;
  readonly comment?: CharacterLiteral;
}

/** Every way to declare a column. */
export type ColumnDefinition = PhysicalColumn | ComputedColumn | MetadataColumn;

/** How far a constraint is checked. */
export type ConstraintEnforcement = 'ENFORCED' | 'NOT ENFORCED';

/** `PRIMARY KEY NOT ENFORCED` behind a column's type. */
export interface ColumnConstraint extends AstNode {
  readonly kind: 'ColumnConstraint';
  readonly name?: NamePart;
  readonly constraint: 'PRIMARY KEY' | 'UNIQUE';
  readonly enforcement?: ConstraintEnforcement;
}

/** `[CONSTRAINT name] PRIMARY KEY (a, b) NOT ENFORCED`. */
export interface TableConstraint extends AstNode {
  readonly kind: 'TableConstraint';
  readonly name?: NamePart;
  readonly constraint: 'PRIMARY KEY' | 'UNIQUE';
  readonly columns: readonly NamePart[];
  readonly enforcement?: ConstraintEnforcement;
}

/** `WATERMARK FOR column AS expression`. */
export interface Watermark extends AstNode {
  readonly kind: 'Watermark';
  /** A compound name for a field of a ROW. */
  readonly column: Identifier;
  readonly strategy: Expression;
}

/** `DISTRIBUTED BY HASH (a) INTO 4 BUCKETS`. */
export interface Distribution extends AstNode {
  readonly kind: 'Distribution';
  readonly strategy?: 'HASH' | 'RANGE';
  readonly columns: readonly NamePart[];
  readonly buckets?: NumericLiteral;
}

/** What LIKE may take over from the other table. */
export type LikeFeature =
  | 'ALL'
  | 'CONSTRAINTS'
  | 'DISTRIBUTION'
  | 'GENERATED'
  | 'METADATA'
  | 'OPTIONS'
  | 'PARTITIONS'
  | 'WATERMARKS';

/** `INCLUDING OPTIONS`. */
export interface LikeOption extends AstNode {
  readonly kind: 'LikeOption';
  readonly merging: 'INCLUDING' | 'EXCLUDING' | 'OVERWRITING';
  readonly feature: LikeFeature;
}

/** `LIKE t (INCLUDING ALL)`. */
export interface LikeClause extends AstNode {
  readonly kind: 'LikeClause';
  readonly table: Identifier;
  readonly options: readonly LikeOption[];
}

/** `CREATE [TEMPORARY] TABLE [IF NOT EXISTS] …`, with LIKE or AS where written; `[CREATE OR] REPLACE TABLE … AS`. */
export interface CreateTable extends AstNode {
  readonly kind: 'CreateTable';
  readonly operation: 'CREATE' | 'CREATE OR REPLACE' | 'REPLACE';
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  readonly watermark?: Watermark;
  readonly comment?: CharacterLiteral;
  readonly distribution?: Distribution;
  readonly partitionedBy: readonly NamePart[];
  /** Absent without a WITH clause. */
  readonly options?: readonly TableOption[];
  readonly like?: LikeClause;
  /** `AS SELECT …`. */
  readonly query?: Query;
}

/** `DROP [TEMPORARY] TABLE [IF EXISTS] t`. */
export interface DropTable extends AstNode {
  readonly kind: 'DropTable';
  readonly temporary: boolean;
  readonly ifExists: boolean;
  readonly name: Identifier;
}
