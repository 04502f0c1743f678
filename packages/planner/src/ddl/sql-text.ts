import type { AstNode } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';

/** A part of the statement as it is written. */
export function sqlText({ statementSpan, statementText }: PlannerContext, { span }: AstNode): string {
  const offset = statementSpan.start.offset;
  return statementText.slice(span.start.offset - offset, span.end.offset - offset);
}
