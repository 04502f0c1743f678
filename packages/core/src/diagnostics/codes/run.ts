import type { CodeEntry } from '../code-entry.js';

/** Failures of a running job that are neither the broker's nor a format's. */
export const RUN_CODES = {
  TSQL_RUN_EVALUATION: {
    message: '{expression} failed: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_NOT_NULL: {
    message: "column '{column}' of {table} is NOT NULL, but a NULL is being written into it",
    hint: "SET 'table.exec.sink.not-null-enforcer' = 'DROP' drops such rows silently",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_REPLAY: {
    message: 'going back to the last commit and on from there: {reason}',
    severity: 'notice',
    exitStatus: 0,
  },
  TSQL_RUN_FILE: {
    message: '{path}: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_TASK_LATE: {
    message: 'a task of the job did not end within {seconds} s',
    hint: 'what it had written is read again at the next start',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_INTERRUPTED: {
    message: 'interrupted',
    severity: 'error',
    exitStatus: 1,
  },
} as const satisfies Record<string, CodeEntry>;
