import type { ColumnDefinition, Distribution, TableConstraint, TableOption, Watermark } from './create-table.js';
import type { PartitionEntry } from './insert.js';
import type { CharacterLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';

/** `ALTER TABLE [IF EXISTS] t …`. */
export interface AlterTable extends AstNode {
  readonly kind: 'AlterTable';
  readonly ifExists: boolean;
  readonly name: Identifier;
  readonly change: TableChange;
}

/** What ALTER TABLE does. */
export type TableChange =
  | RenameTable
  | RenameColumn
  | SetTableOptions
  | ResetTableOptions
  | AlterTableSchema
  | DropColumns
  | DropPrimaryKey
  | DropConstraint
  | DropWatermark
  | DropDistribution
  | AddPartitions
  | DropPartitions;

/** `RENAME TO name`. */
export interface RenameTable extends AstNode {
  readonly kind: 'RenameTable';
  readonly to: Identifier;
}

/** `RENAME a TO b`. */
export interface RenameColumn extends AstNode {
  readonly kind: 'RenameColumn';
  readonly from: Identifier;
  readonly to: Identifier;
}

/** `SET ('k' = 'v')`. */
export interface SetTableOptions extends AstNode {
  readonly kind: 'SetTableOptions';
  readonly options: readonly TableOption[];
}

/** `RESET ('k')`. */
export interface ResetTableOptions extends AstNode {
  readonly kind: 'ResetTableOptions';
  readonly keys: readonly CharacterLiteral[];
}

/** `ADD …` and `MODIFY …` with columns, constraint, watermark, distribution. */
export interface AlterTableSchema extends AstNode {
  readonly kind: 'AlterTableSchema';
  readonly operation: 'ADD' | 'MODIFY';
  readonly columns: readonly PositionedColumn[];
  readonly constraints: readonly TableConstraint[];
  readonly watermark?: Watermark;
  readonly distribution?: Distribution;
}

/** A column with its place. */
export interface PositionedColumn extends AstNode {
  readonly kind: 'PositionedColumn';
  readonly column: ColumnDefinition;
  readonly position?: ColumnPosition;
}

/** `FIRST` or `AFTER a`. */
export interface ColumnPosition extends AstNode {
  readonly kind: 'ColumnPosition';
  /** Absent for FIRST. */
  readonly after?: Identifier;
}

/** `DROP a`, `DROP (a, b)`. */
export interface DropColumns extends AstNode {
  readonly kind: 'DropColumns';
  readonly columns: readonly Identifier[];
}

/** `DROP PRIMARY KEY`. */
export interface DropPrimaryKey extends AstNode {
  readonly kind: 'DropPrimaryKey';
}

/** `DROP CONSTRAINT c`. */
export interface DropConstraint extends AstNode {
  readonly kind: 'DropConstraint';
  readonly name: NamePart;
}

/** `DROP WATERMARK`. */
export interface DropWatermark extends AstNode {
  readonly kind: 'DropWatermark';
}

/** `DROP DISTRIBUTION`. */
export interface DropDistribution extends AstNode {
  readonly kind: 'DropDistribution';
}

/** `ADD [IF NOT EXISTS] PARTITION (a = 1) WITH (…)`. */
export interface AddPartitions extends AstNode {
  readonly kind: 'AddPartitions';
  readonly ifNotExists: boolean;
  readonly partitions: readonly PartitionDefinition[];
}

/** `PARTITION (a = 1) WITH (…)`. */
export interface PartitionDefinition extends AstNode {
  readonly kind: 'PartitionDefinition';
  readonly partition: readonly PartitionEntry[];
  readonly options?: readonly TableOption[];
}

/** `DROP [IF EXISTS] PARTITION (a = 1), …`. */
export interface DropPartitions extends AstNode {
  readonly kind: 'DropPartitions';
  readonly ifExists: boolean;
  readonly partitions: readonly (readonly PartitionEntry[])[];
}
