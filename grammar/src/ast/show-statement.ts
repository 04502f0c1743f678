import type { PartitionEntry } from './insert.js';
import type { CharacterLiteral } from './literal.js';
import type { Identifier } from './name.js';
import type { AstNode } from './node.js';

/** What SHOW lists. */
export type ShowTarget =
  | 'CATALOGS'
  | 'CURRENT CATALOG'
  | 'DATABASES'
  | 'CURRENT DATABASE'
  | 'TABLES'
  | 'VIEWS'
  | 'COLUMNS'
  | 'PARTITIONS'
  | 'FUNCTIONS'
  | 'USER FUNCTIONS'
  | 'PROCEDURES'
  | 'MODULES'
  | 'FULL MODULES'
  | 'JARS'
  | 'JOBS'
  | 'CREATE TABLE'
  | 'CREATE VIEW'
  | 'CREATE CATALOG';

/** `SHOW TABLES FROM d LIKE 'x'`, `SHOW CREATE TABLE t`, `SHOW CURRENT CATALOG`. */
export interface Show extends AstNode {
  readonly kind: 'Show';
  readonly target: ShowTarget;
  /** FROM or IN: they mean the same. */
  readonly preposition?: 'FROM' | 'IN';
  /** What FROM or IN names; with CREATE and PARTITIONS the table, view or catalog. */
  readonly name?: Identifier;
  readonly partition: readonly PartitionEntry[];
  readonly like?: ShowLike;
}

/** `[NOT] LIKE 'pattern'`. */
export interface ShowLike extends AstNode {
  readonly kind: 'ShowLike';
  readonly negated: boolean;
  readonly operator: 'LIKE' | 'ILIKE';
  readonly pattern: CharacterLiteral;
}
