import type { Expression } from './expression.js';
import type { AstNode } from './node.js';
import type { Query } from './query.js';

/** Operators that compare. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** What `IS` asks for. */
export type IsTest =
  | 'NULL'
  | 'TRUE'
  | 'FALSE'
  | 'UNKNOWN'
  | 'A SET'
  | 'EMPTY'
  | 'JSON VALUE'
  | 'JSON OBJECT'
  | 'JSON ARRAY'
  | 'JSON SCALAR';

/** `a IS NULL`, `a IS NOT TRUE`, `a IS JSON OBJECT`; plain `IS JSON` is `JSON VALUE`. */
export interface IsExpression extends AstNode {
  readonly kind: 'IsExpression';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly test: IsTest;
}

/** `a [NOT] BETWEEN [SYMMETRIC] low AND high`. */
export interface BetweenPredicate extends AstNode {
  readonly kind: 'BetweenPredicate';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly symmetric: boolean;
  readonly low: Expression;
  readonly high: Expression;
}

/** `a [NOT] LIKE pattern [ESCAPE e]`, and SIMILAR TO in its place. */
export interface LikePredicate extends AstNode {
  readonly kind: 'LikePredicate';
  readonly operator: 'LIKE' | 'SIMILAR TO';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly pattern: Expression;
  readonly escape?: Expression;
}

/** `a [NOT] IN (1, 2)`. */
export interface InListPredicate extends AstNode {
  readonly kind: 'InListPredicate';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly values: readonly Expression[];
}

/** `a [NOT] IN (SELECT …)`. */
export interface InSubqueryPredicate extends AstNode {
  readonly kind: 'InSubqueryPredicate';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly query: Query;
}

/** `EXISTS (SELECT …)`, `UNIQUE (SELECT …)`. */
export interface ExistsPredicate extends AstNode {
  readonly kind: 'ExistsPredicate';
  readonly operator: 'EXISTS' | 'UNIQUE';
  readonly query: Query;
}

/** `a = ANY (SELECT …)`, `a > ALL (1, 2)`. */
export interface QuantifiedComparison extends AstNode {
  readonly kind: 'QuantifiedComparison';
  readonly operator: ComparisonOperator;
  readonly quantifier: 'ALL' | 'ANY' | 'SOME';
  readonly operand: Expression;
  /** A query or a list of values. */
  readonly right: Query | readonly Expression[];
}

/** The conditions that are more than an operator between two values. */
export type Predicate =
  | BetweenPredicate
  | LikePredicate
  | InListPredicate
  | InSubqueryPredicate
  | ExistsPredicate
  | QuantifiedComparison;
