import { splitStatements } from './split-statements.js';
import { tokenize } from './tokenize.js';

/** How much of a text that is still being typed are whole statements. */
export interface StatementEnds {
  /** Where each statement that its semicolon ends does so: the offset behind the semicolon. */
  readonly ends: readonly number[];
  /** True where something begins behind the last of them, or is still open: a text, a comment, a statement set. */
  readonly isUnfinished: boolean;
}

/** Finds the ends of the statements of a text, as {@link parseScript} cuts it. */
export function statementEnds(text: string): StatementEnds {
  const { tokens, diagnostics } = tokenize(text, '');
  const parts = splitStatements(tokens);
  const ends: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.next === Number.POSITIVE_INFINITY || (part.isOpenSet && index === parts.length - 1)) {
      return { ends, isUnfinished: true };
    }
    ends.push(part.next);
  }
  return { ends, isUnfinished: diagnostics.some(isOpenEnd) };
}

/** A text or a comment that is not closed takes all that follows. */
function isOpenEnd({ code, args }: ReturnType<typeof tokenize>['diagnostics'][number]): boolean {
  return code === 'TSQL_PARSE_UNTERMINATED' && (args.what === 'the text' || args.what === 'the comment');
}
