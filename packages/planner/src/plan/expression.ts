import type { LogicalType, SourceSpan, Value } from '@tsql/core';

/** A typed expression over the fields of a row: data, ready to be evaluated or compiled. */
export type Expression =
  | LiteralExpression
  | InputExpression
  | FieldExpression
  | CallExpression
  | CastExpression
  | LogicExpression
  | CaseExpression;

interface TypedExpression {
  readonly type: LogicalType;
  /** Where it stands in the SQL text, for errors at run time. */
  readonly span?: SourceSpan;
}

export interface LiteralExpression extends TypedExpression {
  readonly kind: 'literal';
  readonly value: Value;
}

/** The field at `index` of the input row. */
export interface InputExpression extends TypedExpression {
  readonly kind: 'input';
  readonly index: number;
}

/** A field of a ROW value; NULL of a NULL row. */
export interface FieldExpression extends TypedExpression {
  readonly kind: 'field';
  readonly input: Expression;
  readonly index: number;
}

/** A call of a function or operator of `@tsql/functions`, its arguments already of the bound types. */
export interface CallExpression extends TypedExpression {
  readonly kind: 'call';
  /** The name in the registry. */
  readonly function: string;
  readonly arguments: readonly Expression[];
}

/** CAST, or TRY_CAST, which gives NULL where CAST fails the job. */
export interface CastExpression extends TypedExpression {
  readonly kind: 'cast';
  readonly input: Expression;
  readonly isTry: boolean;
}

/** AND, OR: three-valued, operands evaluated from the left as far as needed. */
export interface LogicExpression extends TypedExpression {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expression[];
}

/** The first branch whose condition is TRUE, else `otherwise`. */
export interface CaseExpression extends TypedExpression {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression;
}
