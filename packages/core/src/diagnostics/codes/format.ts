import type { CodeEntry } from '../code-entry.js';

/** Bytes that a format cannot read, and rows that it cannot write. */
export const FORMAT_CODES = {
  TSQL_FORMAT_DECODE: {
    message: 'the {part} is not valid {format}: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_FORMAT_ENCODE: {
    message: 'the row cannot be written as {format}: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_FORMAT_REGISTRY: {
    message: "the schema of subject '{subject}' could not be registered: {reason}",
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_FORMAT_TYPE: {
    message: 'format {format} does not support type {type}',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
