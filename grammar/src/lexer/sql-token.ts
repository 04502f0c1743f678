import type { SourceSpan } from '@tsql/core';
import type { IToken } from 'chevrotain';

/** A token with its place in the text. */
export interface SqlToken extends IToken {
  readonly span: SourceSpan;
  /** Its number among the tokens that are parsed together; set when a statement is cut out of the script. */
  index: number;
}
