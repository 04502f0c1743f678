import type { TokenType } from 'chevrotain';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { tokenOf } from './stand-in.js';

const { K } = T;

/** A stretch of tokens, and sound ones that can stand for it. */
export interface ReplaceablePart {
  readonly start: number;
  readonly end: number;
  readonly replacement: readonly SqlToken[];
}

/** A list whose entries stand for themselves: the tokens between its ends, and a sound entry. */
interface PartList {
  readonly start: number;
  readonly end: number;
  readonly separator: TokenType;
  readonly entry: readonly TokenType[];
}

/** The part around the token at fault that stands for itself, if there is one. */
export function replaceablePartAt(tokens: readonly SqlToken[], index: number): ReplaceablePart | undefined {
  if (index === tokens.length) return undefined;
  const list = listsOf(tokens).find(({ start, end }) => start <= index && index <= end);
  if (list === undefined) return undefined;
  const [start, end] = entryAround(tokens, index, list);
  if ((start === end && index !== end) || !isBalanced(tokens.slice(start, end))) return undefined;
  const replacement = list.entry.map((type) => tokenOf(type, tokens[start]));
  return isSame(tokens.slice(start, end), replacement) ? undefined : { start, end, replacement };
}

/** The lists of a statement, the innermost first. */
function listsOf(tokens: readonly SqlToken[]): PartList[] {
  if (tokens.some(({ tokenType }) => tokenType === K.STATEMENT)) return insertList(tokens);
  return tokens[0]?.tokenType === K.CREATE ? tableLists(tokens) : [];
}

/** The INSERTs of a statement set: from the first one to END. */
function insertList(tokens: readonly SqlToken[]): PartList[] {
  const start = tokens.findIndex(({ tokenType }) => tokenType === K.INSERT);
  const last = tokens.length - 1;
  const end = tokens[last]?.tokenType === K.END ? last : tokens.length;
  const entry = [K.INSERT, K.INTO, T.Word, K.TABLE, T.Word];
  return start < 0 ? [] : [{ start, end, separator: T.Semicolon, entry }];
}

/** The columns and the options of CREATE TABLE: the parentheses at depth 0 that stand behind its name and WITH. */
function tableLists(tokens: readonly SqlToken[]): PartList[] {
  const table = tokens.findIndex(({ tokenType }) => tokenType === K.TABLE);
  if (table < 0 || table > 4) return [];
  const lists: PartList[] = [];
  for (let open = table; open < tokens.length; open++) {
    const type = tokens[open]?.tokenType;
    if (type === K.AS || type === K.LIKE) break;
    if (type !== T.LeftParen) continue;
    const end = closeOf(tokens, open);
    // Where the list is not closed, nobody knows where it ends.
    if (end === undefined) break;
    const before = tokens[open - 1]?.tokenType;
    if (before === K.WITH) {
      const entry = [T.CharacterString, T.Equal, T.CharacterString];
      lists.push({ start: open + 1, end, separator: T.Comma, entry });
    } else if (lists.length === 0 && before !== K.BY && before !== K.HASH) {
      lists.push({ start: open + 1, end, separator: T.Comma, entry: [T.Word, K.INT] });
    }
    open = end;
  }
  return lists;
}

/** The number of the token that closes a parenthesis. */
function closeOf(tokens: readonly SqlToken[], open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const type = tokens[i]?.tokenType;
    if (type === T.LeftParen) depth++;
    else if (type === T.RightParen && --depth === 0) return i;
  }
  return undefined;
}

/** The entry that holds a token: between separators at depth 0, within a type's angle brackets none counts. */
function entryAround(tokens: readonly SqlToken[], index: number, list: PartList): readonly [number, number] {
  let start = list.start;
  let depth = 0;
  for (let i = list.start; i < list.end; i++) {
    const type = tokens[i]?.tokenType;
    depth += DEPTH.get(type) ?? 0;
    if (type !== list.separator || depth > 0) continue;
    if (i >= index) return [start, i];
    start = i + 1;
    depth = 0;
  }
  return [start, list.end];
}

const DEPTH: ReadonlyMap<TokenType | undefined, number> = new Map([
  [T.LeftParen, 1],
  [T.LeftBracket, 1],
  [T.RightParen, -1],
  [T.RightBracket, -1],
]);

function isBalanced(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  for (const { tokenType } of tokens) {
    depth += DEPTH.get(tokenType) ?? 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function isSame(tokens: readonly SqlToken[], others: readonly SqlToken[]): boolean {
  return tokens.length === others.length && tokens.every(({ tokenType }, i) => tokenType === others[i]?.tokenType);
}
