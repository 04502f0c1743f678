import type { SourceSpan } from '@tsql/core';
import type { AstNode } from './node.js';

/** One simple name: an alias, a column's name, one part of a compound identifier. */
export interface NamePart {
  /** The name without quotes, doubled backticks undone. Names are case-sensitive. */
  readonly text: string;
  /** True when written between backticks. */
  readonly quoted: boolean;
  readonly span: SourceSpan;
}

/** A compound name `a.b.c`: a table, a function, or, as an expression, a column or a field of one. */
export interface Identifier extends AstNode {
  readonly kind: 'Identifier';
  readonly parts: readonly NamePart[];
}

/** `*`, or `t.*` with a qualifier: all columns. */
export interface Star extends AstNode {
  readonly kind: 'Star';
  readonly qualifier?: Identifier;
}
