import type { CodeEntry } from '../code-entry.js';

/** Faults of tsql itself. */
export const INTERNAL_CODES = {
  TSQL_INTERNAL_BUG: {
    message: 'this is a fault of tsql: {reason}',
    hint: 'please report it with the statement that led here',
    severity: 'error',
    exitStatus: 1,
  },
} as const satisfies Record<string, CodeEntry>;
