import type { Expression } from './expression.js';
import type { FunctionCall } from './function-call.js';
import type { TableHint } from './hint.js';
import type { MatchRecognize } from './match-recognize.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `AS t (a, b)`. */
export interface TableAlias extends AstNode {
  readonly kind: 'TableAlias';
  readonly name: NamePart;
  readonly columns?: readonly NamePart[];
}

/** What every entry of FROM but a join may have. */
interface Aliased extends AstNode {
  readonly alias?: TableAlias;
}

/** A table or view by name, with its hints. */
export interface TableRef extends Aliased {
  readonly kind: 'TableRef';
  readonly name: Identifier;
  readonly hints: readonly TableHint[];
  /** `FOR SYSTEM_TIME AS OF x`. */
  readonly systemTime?: Expression;
}

/** `(SELECT …)` in FROM. */
export interface DerivedTable extends Aliased {
  readonly kind: 'DerivedTable';
  readonly lateral: boolean;
  readonly query: Query;
}

/** `[LATERAL] TABLE(f(…))`. */
export interface TableFunctionRef extends Aliased {
  readonly kind: 'TableFunctionRef';
  readonly lateral: boolean;
  readonly call: FunctionCall;
}

/** `UNNEST(a, b) [WITH ORDINALITY]`. */
export interface Unnest extends Aliased {
  readonly kind: 'Unnest';
  readonly lateral: boolean;
  readonly operands: readonly Expression[];
  readonly withOrdinality: boolean;
}

/** The kinds of joins; COMMA is `FROM a, b`. */
export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'COMMA';

/** `a LEFT JOIN b ON c`. */
export interface Join extends AstNode {
  readonly kind: 'Join';
  readonly joinType: JoinType;
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  /** `ON c`. */
  readonly on?: Expression;
  /** `USING (a, b)`. */
  readonly using?: readonly NamePart[];
}

/** Every entry of FROM. */
export type TableReference = TableRef | DerivedTable | TableFunctionRef | Unnest | MatchRecognize | Join;
