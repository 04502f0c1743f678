import type { CodeEntry } from '../code-entry.js';

/** Statements that are well formed but cannot be planned. */
export const PLAN_CODES = {
  TSQL_PLAN_INVALID: {
    message: '{reason}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PLAN_UNSUPPORTED: {
    message: '{what} is not supported by the local engine',
    hint: 'it runs on a Flink cluster',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
