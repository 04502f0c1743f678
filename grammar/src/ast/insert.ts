import type { Expression } from './expression.js';
import type { TableHint } from './hint.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** `INSERT INTO t [PARTITION (…)] [(a, b)] query`. */
export interface Insert extends AstNode {
  readonly kind: 'Insert';
  readonly overwrite: boolean;
  readonly table: Identifier;
  readonly hints: readonly TableHint[];
  readonly partition: readonly PartitionEntry[];
  readonly columns?: readonly Identifier[];
  readonly query: Query;
}

/** `a = 'x'` of a PARTITION clause; the value may be missing where a statement allows it. */
export interface PartitionEntry extends AstNode {
  readonly kind: 'PartitionEntry';
  readonly column: NamePart;
  readonly value?: Expression;
}

/** `EXECUTE STATEMENT SET BEGIN … END` or `BEGIN STATEMENT SET; … END`. */
export interface StatementSet extends AstNode {
  readonly kind: 'StatementSet';
  /** INSERTs. */
  readonly statements: readonly Insert[];
}

/** `DELETE FROM t [WHERE c]`. */
export interface Delete extends AstNode {
  readonly kind: 'Delete';
  readonly table: Identifier;
  readonly alias?: NamePart;
  readonly where?: Expression;
}

/** `UPDATE t SET a = x [WHERE c]`. */
export interface Update extends AstNode {
  readonly kind: 'Update';
  readonly table: Identifier;
  readonly alias?: NamePart;
  readonly assignments: readonly Assignment[];
  readonly where?: Expression;
}

/** `a = x` of UPDATE. */
export interface Assignment extends AstNode {
  readonly kind: 'Assignment';
  readonly column: Identifier;
  readonly value: Expression;
}

/** `TRUNCATE TABLE t`. */
export interface TruncateTable extends AstNode {
  readonly kind: 'TruncateTable';
  readonly table: Identifier;
}

/** `ANALYZE TABLE t [PARTITION (…)] COMPUTE STATISTICS [FOR …]`. */
export interface AnalyzeTable extends AstNode {
  readonly kind: 'AnalyzeTable';
  readonly table: Identifier;
  readonly partition: readonly PartitionEntry[];
  readonly allColumns: boolean;
  readonly columns: readonly NamePart[];
}
