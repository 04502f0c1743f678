import type { TokenType } from 'chevrotain';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { type EntryRule, runParser } from './run-parser.js';

/** True if a token of a type can follow those tokens. */
export function isAccepted<N>(before: readonly SqlToken[], type: TokenType, rule: EntryRule<N>): boolean {
  const { fault } = runParser([...before, tokenOf(type, before.at(-1))], rule);
  return fault === undefined || fault.index > before.length;
}

/** A token that no text has. Its place is that of a neighbour. */
export function tokenOf(
  tokenType: TokenType,
  neighbour: SqlToken | undefined,
  image = IMAGES.get(tokenType),
): SqlToken {
  return {
    image: image ?? tokenType.LABEL ?? tokenType.name,
    startOffset: neighbour?.startOffset ?? 0,
    tokenType,
    tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
    span: neighbour?.span ?? NOWHERE,
    index: 0,
  };
}

const IMAGES: ReadonlyMap<TokenType, string> = new Map([
  [T.Word, 'x'],
  [T.CharacterString, "''"],
  [T.Numeric, '1'],
]);

const START = { offset: 0, line: 1, column: 1 };
const NOWHERE = { file: '', start: START, end: START };
