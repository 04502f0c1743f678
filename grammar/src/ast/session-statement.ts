import type { TableOption } from './create-table.js';
import type { FunctionCall } from './function-call.js';
import type { Insert, StatementSet } from './insert.js';
import type { CharacterLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `SET 'k' = 'v'`; without option, `SET` shows all. */
export interface SetOption extends AstNode {
  readonly kind: 'SetOption';
  readonly option?: TableOption;
}

/** `RESET 'k'`; without key, `RESET` puts all back. */
export interface ResetOption extends AstNode {
  readonly kind: 'ResetOption';
  readonly key?: CharacterLiteral;
}

/** What EXPLAIN is asked for beyond the plan. */
export type ExplainDetail = 'ESTIMATED_COST' | 'CHANGELOG_MODE' | 'JSON_EXECUTION_PLAN' | 'PLAN_ADVICE';

/** `EXPLAIN [PLAN FOR | details] statement`. */
export interface Explain extends AstNode {
  readonly kind: 'Explain';
  readonly details: readonly ExplainDetail[];
  readonly statement: Query | Insert | StatementSet;
}

/** `DESCRIBE [EXTENDED] t`. */
export interface DescribeTable extends AstNode {
  readonly kind: 'DescribeTable';
  readonly extended: boolean;
  readonly name: Identifier;
}

/** `DESCRIBE CATALOG [EXTENDED] c`. */
export interface DescribeCatalog extends AstNode {
  readonly kind: 'DescribeCatalog';
  readonly extended: boolean;
  readonly name: Identifier;
}

/** `DESCRIBE DATABASE [EXTENDED] d`. */
export interface DescribeDatabase extends AstNode {
  readonly kind: 'DescribeDatabase';
  readonly extended: boolean;
  readonly name: Identifier;
}

/** `DESCRIBE JOB 'id'`. */
export interface DescribeJob extends AstNode {
  readonly kind: 'DescribeJob';
  readonly job: CharacterLiteral;
}

/** `LOAD MODULE m [WITH (…)]`. */
export interface LoadModule extends AstNode {
  readonly kind: 'LoadModule';
  readonly name: NamePart;
  readonly options?: readonly TableOption[];
}

/** `UNLOAD MODULE m`. */
export interface UnloadModule extends AstNode {
  readonly kind: 'UnloadModule';
  readonly name: NamePart;
}

/** `USE MODULES a, b`. */
export interface UseModules extends AstNode {
  readonly kind: 'UseModules';
  readonly modules: readonly NamePart[];
}

/** `ADD JAR 'path'`. */
export interface AddJar extends AstNode {
  readonly kind: 'AddJar';
  readonly path: CharacterLiteral;
}

/** `REMOVE JAR 'path'`. */
export interface RemoveJar extends AstNode {
  readonly kind: 'RemoveJar';
  readonly path: CharacterLiteral;
}

/** `COMPILE PLAN 'file' [IF NOT EXISTS] FOR statement`. */
export interface CompilePlan extends AstNode {
  readonly kind: 'CompilePlan';
  readonly file: CharacterLiteral;
  readonly ifNotExists: boolean;
  /** True for `COMPILE AND EXECUTE PLAN`. */
  readonly execute: boolean;
  readonly statement: Insert | StatementSet;
}

/** `EXECUTE PLAN 'file'`. */
export interface ExecutePlan extends AstNode {
  readonly kind: 'ExecutePlan';
  readonly file: CharacterLiteral;
}

/** `EXECUTE statement`: the statement alone in a job. */
export interface Execute extends AstNode {
  readonly kind: 'Execute';
  readonly statement: Insert | Query;
}

/** `CALL procedure(args)`. */
export interface Call extends AstNode {
  readonly kind: 'Call';
  readonly call: FunctionCall;
}

/** `STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]`. */
export interface StopJob extends AstNode {
  readonly kind: 'StopJob';
  readonly job: CharacterLiteral;
  readonly withSavepoint: boolean;
  readonly withDrain: boolean;
}
