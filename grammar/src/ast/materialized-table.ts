import type { Distribution, TableConstraint, TableOption } from './create-table.js';
import type { PartitionEntry } from './insert.js';
import type { CharacterLiteral, IntervalLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `CREATE MATERIALIZED TABLE t … FRESHNESS = INTERVAL '1' HOUR AS query`. */
export interface CreateMaterializedTable extends AstNode {
  readonly kind: 'CreateMaterializedTable';
  readonly name: Identifier;
  readonly constraint?: TableConstraint;
  readonly comment?: CharacterLiteral;
  readonly distribution?: Distribution;
  readonly partitionedBy: readonly NamePart[];
  readonly options?: readonly TableOption[];
  readonly freshness: IntervalLiteral;
  readonly refreshMode?: 'FULL' | 'CONTINUOUS';
  readonly query: Query;
}

/** `ALTER MATERIALIZED TABLE t …`. */
export interface AlterMaterializedTable extends AstNode {
  readonly kind: 'AlterMaterializedTable';
  readonly name: Identifier;
  readonly change: MaterializedTableChange;
}

/** What ALTER MATERIALIZED TABLE does. */
export type MaterializedTableChange =
  | SuspendTable
  | ResumeTable
  | RefreshTable
  | SetFreshness
  | SetRefreshMode
  | SetMaterializedOptions
  | ResetMaterializedOptions
  | Query;

/** `SUSPEND`. */
export interface SuspendTable extends AstNode {
  readonly kind: 'SuspendTable';
}

/** `RESUME [WITH (…)]`. */
export interface ResumeTable extends AstNode {
  readonly kind: 'ResumeTable';
  readonly options?: readonly TableOption[];
}

/** `REFRESH [PARTITION (…)]`. */
export interface RefreshTable extends AstNode {
  readonly kind: 'RefreshTable';
  readonly partition: readonly PartitionEntry[];
}

/** `SET FRESHNESS = INTERVAL '1' HOUR`. */
export interface SetFreshness extends AstNode {
  readonly kind: 'SetFreshness';
  readonly freshness: IntervalLiteral;
}

/** `SET REFRESH_MODE = FULL`. */
export interface SetRefreshMode extends AstNode {
  readonly kind: 'SetRefreshMode';
  readonly refreshMode: 'FULL' | 'CONTINUOUS';
}

/** `SET ('k' = 'v')`. */
export interface SetMaterializedOptions extends AstNode {
  readonly kind: 'SetMaterializedOptions';
  readonly options: readonly TableOption[];
}

/** `RESET ('k')`. */
export interface ResetMaterializedOptions extends AstNode {
  readonly kind: 'ResetMaterializedOptions';
  readonly keys: readonly CharacterLiteral[];
}

/** `DROP MATERIALIZED TABLE [IF EXISTS] t`. */
export interface DropMaterializedTable extends AstNode {
  readonly kind: 'DropMaterializedTable';
  readonly ifExists: boolean;
  readonly name: Identifier;
}
