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
  TSQL_PARSE_MISSPELT: {
    message: 'found {found}: did you mean {nearest}?',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_LITERAL: {
    message: "'{text}' is not a {type}",
    hint: "a DATE is written '2024-01-31', a TIME '12:30:00', a TIMESTAMP '2024-01-31 12:30:00.123'",
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_WATERMARKS: {
    message: 'a table has one watermark at most: this is another',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_PARSE_DEPTH: {
    message: 'the statement is nested too deeply',
    severity: 'error',
    exitStatus: 2,
  },
} as const satisfies Record<string, CodeEntry>;
