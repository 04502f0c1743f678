export type * from './ast/index.js';
export { NON_RESERVED_WORDS, RESERVED_WORDS } from './lexer/reserved-words.js';
export type { SqlToken } from './lexer/sql-token.js';
export { type Tokens, tokenize } from './lexer/tokenize.js';
export { type Parsed, parseDataType, parseExpression, parseScript, parseStatement } from './parse-script.js';
export type { ParsedScript, ParsedStatement } from './parsed-script.js';
