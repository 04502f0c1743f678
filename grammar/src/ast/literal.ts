import type { SourceSpan } from '@tsql/core';
import type { AstNode } from './node.js';
import type { IntervalQualifier } from './time-unit.js';

/** `NULL`. */
export interface NullLiteral extends AstNode {
  readonly kind: 'NullLiteral';
}

/** `TRUE`, `FALSE`, or `UNKNOWN`, whose value is null. */
export interface BooleanLiteral extends AstNode {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean | null;
}

/** A number without sign. Its exact value is its text: nothing is rounded here. */
export interface NumericLiteral extends AstNode {
  readonly kind: 'NumericLiteral';
  /** As written: `1`, `1.50`, `.5`, `1e3`. */
  readonly text: string;
  /** True when written with an exponent: a DOUBLE; else an integer or a DECIMAL. */
  readonly approximate: boolean;
}

/** `'text'`, `U&'\0041'`, `_UTF16'text'`. */
export interface CharacterLiteral extends AstNode {
  readonly kind: 'CharacterLiteral';
  /** What it stands for: quotes and escapes undone. */
  readonly value: string;
  /** As written, with quotes, prefix and UESCAPE; what continues it stands on a line of its own. */
  readonly text: string;
  /** Where a text continues another one on the same line, which is a fault where a value is meant. */
  readonly sameLine?: SourceSpan;
}

/** `X'0AFF'`. */
export interface BinaryLiteral extends AstNode {
  readonly kind: 'BinaryLiteral';
  /** The hexadecimal digits, in upper case. */
  readonly hex: string;
  /** As written. */
  readonly text: string;
}

/** `DATE '2024-01-31'`, `TIME '12:00:00'`, `TIMESTAMP '2024-01-31 12:00:00.123'`. */
export interface DateTimeLiteral extends AstNode {
  readonly kind: 'DateTimeLiteral';
  readonly type: 'DATE' | 'TIME' | 'TIMESTAMP';
  readonly value: CharacterLiteral;
}

/** `INTERVAL '1 02:03' DAY TO MINUTE`. */
export interface IntervalLiteral extends AstNode {
  readonly kind: 'IntervalLiteral';
  /** `-` in `INTERVAL -'1' DAY`. */
  readonly negative: boolean;
  readonly value: CharacterLiteral;
  readonly qualifier: IntervalQualifier;
}

/** Every literal. */
export type Literal =
  | NullLiteral
  | BooleanLiteral
  | NumericLiteral
  | CharacterLiteral
  | BinaryLiteral
  | DateTimeLiteral
  | IntervalLiteral;
