import type { DataType } from './data-type.js';
import type { Expression } from './expression.js';
import type { AstNode } from './node.js';
import type { OrderItem } from './query.js';

/** `NULL ON NULL` or `ABSENT ON NULL`. */
export type JsonOnNull = 'NULL' | 'ABSENT';

/** `JSON_EXISTS(input, path [TRUE | FALSE | UNKNOWN | ERROR ON ERROR])`. */
export interface JsonExistsExpression extends AstNode {
  readonly kind: 'JsonExistsExpression';
  readonly input: Expression;
  readonly path: Expression;
  readonly onError?: 'TRUE' | 'FALSE' | 'UNKNOWN' | 'ERROR';
}

/** What JSON_VALUE gives in place of a value: `NULL`, `ERROR`, `DEFAULT x`. */
export interface JsonValueBehavior extends AstNode {
  readonly kind: 'JsonValueBehavior';
  readonly behavior: 'NULL' | 'ERROR' | 'DEFAULT';
  readonly defaultValue?: Expression;
}

/** `JSON_VALUE(input, path [RETURNING t] [x ON EMPTY] [x ON ERROR])`. */
export interface JsonValueExpression extends AstNode {
  readonly kind: 'JsonValueExpression';
  readonly input: Expression;
  readonly path: Expression;
  readonly returning?: DataType;
  readonly onEmpty?: JsonValueBehavior;
  readonly onError?: JsonValueBehavior;
}

/** What JSON_QUERY gives in place of a value. */
export type JsonQueryBehavior = 'NULL' | 'ERROR' | 'EMPTY ARRAY' | 'EMPTY OBJECT';

/** `JSON_QUERY(input, path [WITH WRAPPER] [x ON EMPTY] [x ON ERROR])`. */
export interface JsonQueryExpression extends AstNode {
  readonly kind: 'JsonQueryExpression';
  readonly input: Expression;
  readonly path: Expression;
  readonly returning?: DataType;
  /** `WITH WRAPPER` and `WITH UNCONDITIONAL WRAPPER` are the same: `UNCONDITIONAL`. */
  readonly wrapper?: 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL';
  readonly onEmpty?: JsonQueryBehavior;
  readonly onError?: JsonQueryBehavior;
}

/** `JSON_OBJECT([KEY] k VALUE v, … [NULL ON NULL])`, also written `k : v`. */
export interface JsonObjectExpression extends AstNode {
  readonly kind: 'JsonObjectExpression';
  readonly entries: readonly JsonObjectEntry[];
  readonly onNull?: JsonOnNull;
}

/** `KEY k VALUE v`. */
export interface JsonObjectEntry extends AstNode {
  readonly kind: 'JsonObjectEntry';
  readonly key: Expression;
  readonly value: Expression;
}

/** `JSON_ARRAY(a, b [NULL ON NULL])`. */
export interface JsonArrayExpression extends AstNode {
  readonly kind: 'JsonArrayExpression';
  readonly elements: readonly Expression[];
  readonly onNull?: JsonOnNull;
}

/** `JSON_OBJECTAGG(KEY k VALUE v [NULL ON NULL])`. */
export interface JsonObjectAggExpression extends AstNode {
  readonly kind: 'JsonObjectAggExpression';
  readonly key: Expression;
  readonly value: Expression;
  readonly onNull?: JsonOnNull;
}

/** `JSON_ARRAYAGG(a [ORDER BY b] [NULL ON NULL])`. */
export interface JsonArrayAggExpression extends AstNode {
  readonly kind: 'JsonArrayAggExpression';
  readonly element: Expression;
  readonly orderBy: readonly OrderItem[];
  readonly onNull?: JsonOnNull;
}

/** The JSON functions that have a syntax of their own. JSON_STRING and others are plain calls. */
export type JsonExpression =
  | JsonExistsExpression
  | JsonValueExpression
  | JsonQueryExpression
  | JsonObjectExpression
  | JsonArrayExpression
  | JsonObjectAggExpression
  | JsonArrayAggExpression;
