import type { DataType } from './data-type.js';
import type { FunctionCall, TrimExpression } from './function-call.js';
import type { JsonExpression } from './json-function.js';
import type { Literal } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { ComparisonOperator, IsExpression, Predicate } from './predicate.js';
import type { Query } from './query.js';
import type { IntervalQualifier } from './time-unit.js';

/** Operators between two values. */
export type BinaryOperator =
  | ComparisonOperator
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | 'AND'
  | 'OR'
  | 'IS DISTINCT FROM'
  | 'IS NOT DISTINCT FROM'
  | PeriodOperator
  | MultisetOperator;

/** Operators between periods. */
export type PeriodOperator =
  | 'OVERLAPS'
  | 'CONTAINS'
  | 'EQUALS'
  | 'PRECEDES'
  | 'SUCCEEDS'
  | 'IMMEDIATELY PRECEDES'
  | 'IMMEDIATELY SUCCEEDS';

/** Operators between multisets. */
export type MultisetOperator =
  | 'MEMBER OF'
  | 'SUBMULTISET OF'
  | 'NOT SUBMULTISET OF'
  | 'MULTISET UNION'
  | 'MULTISET UNION DISTINCT'
  | 'MULTISET INTERSECT'
  | 'MULTISET INTERSECT DISTINCT'
  | 'MULTISET EXCEPT'
  | 'MULTISET EXCEPT DISTINCT';

/** `a + b`, `a AND b`, `a IS DISTINCT FROM b`. */
export interface BinaryExpression extends AstNode {
  readonly kind: 'BinaryExpression';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `-a`, `+a`, `NOT a`. */
export interface UnaryExpression extends AstNode {
  readonly kind: 'UnaryExpression';
  readonly operator: '+' | '-' | 'NOT';
  readonly operand: Expression;
}

/** `CAST(a AS t)`, `TRY_CAST(a AS t)`. */
export interface CastExpression extends AstNode {
  readonly kind: 'CastExpression';
  readonly function: 'CAST' | 'TRY_CAST';
  readonly operand: Expression;
  readonly type: DataType;
}

/** `CASE WHEN c THEN r … ELSE e END`; with an operand, `CASE a WHEN v THEN r … END`. */
export interface CaseExpression extends AstNode {
  readonly kind: 'CaseExpression';
  readonly operand?: Expression;
  readonly branches: readonly CaseBranch[];
  readonly otherwise?: Expression;
}

/** `WHEN a THEN r`. A CASE with an operand may name several values: `WHEN a, b THEN r`. */
export interface CaseBranch extends AstNode {
  readonly kind: 'CaseBranch';
  readonly conditions: readonly Expression[];
  readonly result: Expression;
}

/** `ROW(a, b)`, or `(a, b)` where `explicit` is false. */
export interface RowConstructor extends AstNode {
  readonly kind: 'RowConstructor';
  readonly explicit: boolean;
  readonly values: readonly Expression[];
}

/** `ARRAY[a, b]`. */
export interface ArrayConstructor extends AstNode {
  readonly kind: 'ArrayConstructor';
  readonly elements: readonly Expression[];
}

/** `MAP[k1, v1, k2, v2]`. */
export interface MapConstructor extends AstNode {
  readonly kind: 'MapConstructor';
  readonly entries: readonly MapEntry[];
}

/** One `key, value` of a MAP constructor. */
export interface MapEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `MULTISET[a, b]`. */
export interface MultisetConstructor extends AstNode {
  readonly kind: 'MultisetConstructor';
  readonly elements: readonly Expression[];
}

/** `ARRAY(SELECT …)`, `MAP(SELECT …)`, `MULTISET(SELECT …)`. */
export interface CollectionQuery extends AstNode {
  readonly kind: 'CollectionQuery';
  readonly collection: 'ARRAY' | 'MAP' | 'MULTISET';
  readonly query: Query;
}

/** `a[i]`: an element of an array or the value of a map's key. */
export interface ItemAccess extends AstNode {
  readonly kind: 'ItemAccess';
  readonly operand: Expression;
  readonly index: Expression;
}

/** `(a).f`, `f(x).f`, `a[1].f`. A field behind plain names, `a.b.f`, is part of the Identifier. */
export interface FieldAccess extends AstNode {
  readonly kind: 'FieldAccess';
  readonly operand: Expression;
  readonly field: NamePart;
}

/** `(SELECT …)` where a value is meant. */
export interface ScalarSubquery extends AstNode {
  readonly kind: 'ScalarSubquery';
  readonly query: Query;
}

/** `INTERVAL (a + 1) DAY`, `INTERVAL x DAY`: an interval whose amount is not a literal text. */
export interface IntervalExpression extends AstNode {
  readonly kind: 'IntervalExpression';
  /** `-` behind INTERVAL. */
  readonly negative: boolean;
  readonly amount: Expression;
  readonly qualifier: IntervalQualifier;
}

/** `PERIOD (a, b)`. */
export interface PeriodConstructor extends AstNode {
  readonly kind: 'PeriodConstructor';
  readonly start: Expression;
  readonly end: Expression;
}

/** `(a - b) DAY`: the difference of two points in time, counted in a unit. */
export interface DateTimeDifference extends AstNode {
  readonly kind: 'DateTimeDifference';
  readonly left: Expression;
  readonly right: Expression;
  readonly qualifier: IntervalQualifier;
}

/** Every expression. An Identifier is a column, a field of one, or an alias. */
export type Expression =
  | Literal
  | Identifier
  | BinaryExpression
  | UnaryExpression
  | IsExpression
  | Predicate
  | CastExpression
  | CaseExpression
  | RowConstructor
  | ArrayConstructor
  | MapConstructor
  | MultisetConstructor
  | CollectionQuery
  | ItemAccess
  | FieldAccess
  | ScalarSubquery
  | IntervalExpression
  | PeriodConstructor
  | DateTimeDifference
  | FunctionCall
  | TrimExpression
  | JsonExpression;
