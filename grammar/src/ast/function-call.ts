import type { Expression } from './expression.js';
import type { Identifier, NamePart, Star } from './name.js';
import type { AstNode } from './node.js';
import type { OrderItem, Query } from './query.js';
import type { TableRef } from './table-reference.js';
import type { TimeUnit } from './time-unit.js';
import type { WindowSpecification } from './window.js';

/**
 * How a call was written: `call` is `f(a, b)`; `keywords` is one with words between the arguments
 * (`SUBSTRING(a FROM b FOR c)`, `EXTRACT(DAY FROM a)`, `POSITION(a IN b)`, `OVERLAY(a PLACING b FROM c)`,
 * `FLOOR(a TO DAY)`, `CONVERT(a USING b)`); `bare` is one without parentheses (`CURRENT_DATE`).
 */
export type CallSyntax = 'call' | 'keywords' | 'bare';

/**
 * A call of a function. The arguments of the `keywords` forms stand in the order in which they are written, but for
 * none: `EXTRACT(DAY FROM a)` has the arguments DAY, a; `FLOOR(a TO DAY)` has a, DAY.
 */
export interface FunctionCall extends AstNode {
  readonly kind: 'FunctionCall';
  /** Keyword functions (`COUNT`, `CURRENT_DATE`) too are given as an Identifier, letter case as written. */
  readonly name: Identifier;
  readonly syntax: CallSyntax;
  readonly quantifier?: 'ALL' | 'DISTINCT';
  readonly args: readonly FunctionArgument[];
  /** `ORDER BY` inside the parentheses. */
  readonly orderBy?: readonly OrderItem[];
  /** `IGNORE NULLS`, `RESPECT NULLS`. */
  readonly nullTreatment?: 'IGNORE NULLS' | 'RESPECT NULLS';
  /** `WITHIN GROUP (ORDER BY …)`. */
  readonly withinGroup?: readonly OrderItem[];
  /** `FILTER (WHERE …)`. */
  readonly filter?: Expression;
  /** `OVER (…)` or `OVER w`. */
  readonly over?: WindowSpecification | NamePart;
}

/** `name => value`. */
export interface NamedArgument extends AstNode {
  readonly kind: 'NamedArgument';
  readonly name: NamePart;
  readonly value: FunctionArgument;
}

/** `DEFAULT` as an argument. */
export interface DefaultArgument extends AstNode {
  readonly kind: 'DefaultArgument';
}

/** `DESCRIPTOR(a, b)`. */
export interface DescriptorArgument extends AstNode {
  readonly kind: 'DescriptorArgument';
  readonly columns: readonly NamePart[];
}

/** `TABLE t` or `(SELECT …)` as an argument, with `PARTITION BY` and `ORDER BY` where they follow. */
export interface TableArgument extends AstNode {
  readonly kind: 'TableArgument';
  readonly table: TableRef | Query;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
}

/** What may stand between a call's parentheses. */
export type FunctionArgument =
  | Expression
  | Star
  | TimeUnit
  | NamedArgument
  | DefaultArgument
  | DescriptorArgument
  | TableArgument;

/** `TRIM(a)`, `TRIM(BOTH 'x' FROM a)`. */
export interface TrimExpression extends AstNode {
  readonly kind: 'TrimExpression';
  readonly side?: 'BOTH' | 'LEADING' | 'TRAILING';
  readonly characters?: Expression;
  readonly operand: Expression;
}
