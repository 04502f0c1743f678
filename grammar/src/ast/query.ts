import type { Expression } from './expression.js';
import type { TableHint } from './hint.js';
import type { Identifier, NamePart, Star } from './name.js';
import type { AstNode } from './node.js';
import type { TableReference } from './table-reference.js';
import type { NamedWindow } from './window.js';

/**
 * A whole query: WITH, the body, and what applies to its result. Every place that takes a query has this node.
 * Parentheses leave no trace where they change nothing: a query in them that has no WITH, ORDER BY, LIMIT of its own
 * stands as its bare body.
 */
export interface Query extends AstNode {
  readonly kind: 'Query';
  readonly with: readonly WithItem[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset?: Expression;
  /** `LIMIT n` or `FETCH NEXT n ROWS ONLY`; `LIMIT ALL` is no limit. */
  readonly limit?: Expression;
}

/** What yields rows. A Query is a body where it stands in parentheses within a set operation. */
export type QueryBody = Select | SetOperation | Values | ExplicitTable | Query;

/** `name (a, b) AS (SELECT …)` of a WITH clause. */
export interface WithItem extends AstNode {
  readonly kind: 'WithItem';
  readonly name: NamePart;
  readonly columns?: readonly NamePart[];
  readonly query: Query;
}

/** `SELECT … FROM …`. */
export interface Select extends AstNode {
  readonly kind: 'Select';
  readonly hints: readonly TableHint[];
  readonly quantifier?: 'ALL' | 'DISTINCT';
  readonly items: readonly (SelectItem | Star)[];
  /** Tables separated by commas are a Join of type COMMA. */
  readonly from?: TableReference;
  readonly where?: Expression;
  readonly groupBy?: GroupBy;
  readonly having?: Expression;
  readonly windows: readonly NamedWindow[];
}

/** An entry of the SELECT list. */
export interface SelectItem extends AstNode {
  readonly kind: 'SelectItem';
  readonly expression: Expression;
  readonly alias?: NamePart;
}

/** `a UNION ALL b`. */
export interface SetOperation extends AstNode {
  readonly kind: 'SetOperation';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

/** `VALUES (1, 'a'), (2, 'b')`. */
export interface Values extends AstNode {
  readonly kind: 'Values';
  readonly rows: readonly ValuesRow[];
}

/** A row of VALUES: `(1, 'a')`, `ROW(1, 'a')`, or a single bare value. */
export interface ValuesRow extends AstNode {
  readonly kind: 'ValuesRow';
  readonly values: readonly Expression[];
}

/** `TABLE t`. */
export interface ExplicitTable extends AstNode {
  readonly kind: 'ExplicitTable';
  readonly name: Identifier;
}

/** `a DESC NULLS LAST`. */
export interface OrderItem extends AstNode {
  readonly kind: 'OrderItem';
  readonly expression: Expression;
  readonly direction?: 'ASC' | 'DESC';
  readonly nulls?: 'FIRST' | 'LAST';
}

/** `GROUP BY a, ROLLUP (b, c)`. */
export interface GroupBy extends AstNode {
  readonly kind: 'GroupBy';
  readonly quantifier?: 'ALL' | 'DISTINCT';
  readonly items: readonly GroupingElement[];
}

/** An entry of GROUP BY. */
export type GroupingElement = Expression | GroupingTuple | GroupingSets;

/** `()` or `(a, b)` within GROUP BY. A single `(a)` is the plain expression. */
export interface GroupingTuple extends AstNode {
  readonly kind: 'GroupingTuple';
  readonly expressions: readonly Expression[];
}

/** `GROUPING SETS (…)`, `ROLLUP (…)`, `CUBE (…)`. */
export interface GroupingSets extends AstNode {
  readonly kind: 'GroupingSets';
  readonly operator: 'GROUPING SETS' | 'ROLLUP' | 'CUBE';
  readonly elements: readonly GroupingElement[];
}
