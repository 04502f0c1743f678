import type { CodeEntry } from '../code-entry.js';

/** Faults of the text itself, found by the lexer and the parser. */
export const PARSE_CODES = {
  TSQL_PARSE_UNEXPECTED: {
    message: 'found {found}, expected {expected}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_CHARACTER: {
    message: 'the character {found} has no meaning in Flink SQL here',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_UNTERMINATED: {
    message: '{what} is not closed',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_RESERVED: {
    message: '{found} is a reserved word and cannot be used as a name',
    hint: 'quote it with backticks: `{found}`',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
