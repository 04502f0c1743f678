import { diagnostic, TsqlError } from '@tsql/core';

/** The failure of an evaluation: which function or cast, and why. */
export function evaluationError(expression: string, reason: string): TsqlError {
  return new TsqlError(diagnostic('TSQL_RUN_EVALUATION', { expression, reason }));
}
