import type { SourceSpan } from '@tsql/core';

/** What every node has: the literal `kind` by which unions are told apart, and its place in the text. */
export interface AstNode {
  readonly kind: string;
  readonly span: SourceSpan;
}
