import { diagnostic, TsqlError } from '@tsql/core';

/** The failure of an expression at run time: `expression` as in SQL, `reason` in words. */
export function evaluationError(expression: string, reason: string): TsqlError {
  return new TsqlError(diagnostic('TSQL_RUN_EVALUATION', { expression, reason }));
}

/** A constant argument that makes a call invalid before it runs. */
export function planningError(reason: string): TsqlError {
  return new TsqlError(diagnostic('TSQL_PLAN_INVALID', { reason }));
}

/** A text as an SQL literal for messages, cut when long. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `'${shown.replaceAll("'", "''")}'`;
}
