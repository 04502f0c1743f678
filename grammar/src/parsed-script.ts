import type { Diagnostic, SourceSpan } from '@tsql/core';
import type { Statement } from './ast/index.js';

/** One statement of a script. */
export interface ParsedStatement {
  /** From the statement's first token to its last, without the semicolon. */
  readonly span: SourceSpan;
  /** The text of the span. */
  readonly text: string;
  /** Undefined where the statement has a syntax error. */
  readonly statement: Statement | undefined;
}

/** A whole file, cut at its top-level semicolons. */
export interface ParsedScript {
  readonly statements: readonly ParsedStatement[];
  /** All syntax errors, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}
