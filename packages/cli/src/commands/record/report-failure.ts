import { CODES, TsqlError } from '@tsql/core';
import { renderDiagnostic } from '../../render.js';

/** Says what failed, and returns the exit status. */
export function reportFailure(error: unknown): number {
  if (error instanceof TsqlError) {
    process.stderr.write(`${renderDiagnostic(error.diagnostic, new Map(), undefined)}\n`);
    return CODES[error.diagnostic.code].exitStatus;
  }
  process.stderr.write(`tsql: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}
