import type { TableOption } from './create-table.js';
import type { CharacterLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `CREATE CATALOG c [COMMENT 'x'] [WITH (…)]`. */
export interface CreateCatalog extends AstNode {
  readonly kind: 'CreateCatalog';
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly comment?: CharacterLiteral;
  readonly options?: readonly TableOption[];
}

/** `ALTER CATALOG c SET (…)`, `RESET (…)`, `COMMENT 'x'`. */
export interface AlterCatalog extends AstNode {
  readonly kind: 'AlterCatalog';
  readonly name: Identifier;
  readonly set?: readonly TableOption[];
  readonly reset?: readonly CharacterLiteral[];
  readonly comment?: CharacterLiteral;
}

/** `DROP CATALOG [IF EXISTS] c`. */
export interface DropCatalog extends AstNode {
  readonly kind: 'DropCatalog';
  readonly ifExists: boolean;
  readonly name: Identifier;
}

/** `CREATE DATABASE [IF NOT EXISTS] d [COMMENT 'x'] [WITH (…)]`. */
export interface CreateDatabase extends AstNode {
  readonly kind: 'CreateDatabase';
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly comment?: CharacterLiteral;
  readonly options?: readonly TableOption[];
}

/** `ALTER DATABASE d SET (…)`. */
export interface AlterDatabase extends AstNode {
  readonly kind: 'AlterDatabase';
  readonly name: Identifier;
  readonly options: readonly TableOption[];
}

/** `DROP DATABASE [IF EXISTS] d [RESTRICT | CASCADE]`. */
export interface DropDatabase extends AstNode {
  readonly kind: 'DropDatabase';
  readonly ifExists: boolean;
  readonly name: Identifier;
  readonly behavior?: 'RESTRICT' | 'CASCADE';
}

/** `CREATE [OR REPLACE] [TEMPORARY] VIEW [IF NOT EXISTS] v [(a, b)] [COMMENT 'x'] AS query`. */
export interface CreateView extends AstNode {
  readonly kind: 'CreateView';
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly columns?: readonly NamePart[];
  readonly comment?: CharacterLiteral;
  readonly query: Query;
}

/** `ALTER VIEW v RENAME TO w`, `ALTER VIEW v AS query`. */
export interface AlterView extends AstNode {
  readonly kind: 'AlterView';
  readonly name: Identifier;
  readonly change: Query | RenameView;
}

/** `RENAME TO w`. */
export interface RenameView extends AstNode {
  readonly kind: 'RenameView';
  readonly to: Identifier;
}

/** `DROP [TEMPORARY] VIEW [IF EXISTS] v`. */
export interface DropView extends AstNode {
  readonly kind: 'DropView';
  readonly temporary: boolean;
  readonly ifExists: boolean;
  readonly name: Identifier;
}

/** The languages of a function. */
export type FunctionLanguage = 'JAVA' | 'SCALA' | 'SQL' | 'PYTHON';

/** `CREATE [TEMPORARY [SYSTEM]] FUNCTION f AS 'class' [LANGUAGE JAVA] [USING JAR 'path']`. */
export interface CreateFunction extends AstNode {
  readonly kind: 'CreateFunction';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly className: CharacterLiteral;
  readonly language?: FunctionLanguage;
  readonly jars: readonly CharacterLiteral[];
}

/** `ALTER [TEMPORARY [SYSTEM]] FUNCTION [IF EXISTS] f AS 'class' [LANGUAGE JAVA]`. */
export interface AlterFunction extends AstNode {
  readonly kind: 'AlterFunction';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifExists: boolean;
  readonly name: Identifier;
  readonly className: CharacterLiteral;
  readonly language?: FunctionLanguage;
}

/** `DROP [TEMPORARY [SYSTEM]] FUNCTION [IF EXISTS] f`. */
export interface DropFunction extends AstNode {
  readonly kind: 'DropFunction';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifExists: boolean;
  readonly name: Identifier;
}

/** `USE CATALOG c`. */
export interface UseCatalog extends AstNode {
  readonly kind: 'UseCatalog';
  readonly name: Identifier;
}

/** `USE d`, `USE c.d`. */
export interface UseDatabase extends AstNode {
  readonly kind: 'UseDatabase';
  readonly name: Identifier;
}
