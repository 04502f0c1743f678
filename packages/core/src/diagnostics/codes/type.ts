import type { CodeEntry } from '../code-entry.js';

/** Types that do not fit. */
export const TYPE_CODES = {
  TSQL_TYPE_MISMATCH: {
    message: 'found {found}, expected {expected}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_TYPE_CAST: {
    message: 'a value of type {from} cannot be cast to {to}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_TYPE_ARGUMENTS: {
    message: '{function} does not take ({found}); it takes {expected}',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
