import type { CodeEntry } from '../code-entry.js';

/** Names that do not exist, exist twice, or are not what is needed. */
export const NAME_CODES = {
  TSQL_NAME_UNKNOWN: {
    message: '{kind} {name} does not exist',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_NAME_DUPLICATE: {
    message: '{kind} {name} is defined twice',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_NAME_EXISTS: {
    message: '{kind} {name} already exists',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_NAME_AMBIGUOUS: {
    message: 'column {name} is ambiguous: {candidates}',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
