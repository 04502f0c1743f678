import type { CodeEntry } from '../code-entry.js';

/** Table options and settings. */
export const OPTION_CODES = {
  TSQL_OPTION_UNKNOWN: {
    message: "option '{name}' is not known to {owner}",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_VALUE: {
    message: "'{value}' is not a value of option '{name}': {allowed}",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_MISSING: {
    message: "option '{name}' is missing: {owner} needs it",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_CONFLICT: {
    message: "option '{name}' contradicts option '{other}': {reason}",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_REFUSED: {
    message: "'{name}' cannot be followed here: {reason}",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_DUPLICATE: {
    message: "option '{name}' is given twice",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_VARIABLE: {
    message: 'environment variables that are not set: {names}',
    hint: 'export them, or give them with --env-file',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_OPTION_NO_EFFECT: {
    message: "'{name}' has no effect here: {reason}",
    severity: 'notice',
    exitStatus: 0,
  },
} as const satisfies Record<string, CodeEntry>;
