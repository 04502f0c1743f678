import type { CodeEntry } from '../code-entry.js';

/** Statements that are well formed but cannot be planned. */
export const PLAN_CODES = {
  TSQL_PLAN_INVALID: {
    message: '{reason}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PLAN_SINK_SCHEMA: {
    message: "the query's columns do not fit table {table}: {cause}; query [{query}], table [{sink}]",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PLAN_CHANGELOG: {
    message: 'table {table} takes inserts only, but the query also updates and deletes rows',
    hint: 'write into an upsert-kafka table with a PRIMARY KEY',
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
