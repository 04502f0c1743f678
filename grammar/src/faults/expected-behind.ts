import type { Statement } from '../ast/index.js';
import { GRAMMAR_WORDS } from '../lexer/grammar-words.js';
import * as T from '../lexer/token-types.js';
import { tokenize } from '../lexer/tokenize.js';
import { type EntryRule, expectationAt, runParser } from './run-parser.js';

/** What can come behind the beginning of a statement. */
export interface Expected {
  /** Words of the grammar, in capitals; not those that are mere names there. */
  readonly words: readonly string[];
  /** True where a name can stand. */
  readonly takesName: boolean;
  /** True where an expression can begin. */
  readonly takesExpression: boolean;
  /** True where a type can begin. */
  readonly takesType: boolean;
  /** The rule that asks for what is missing, the innermost last; empty where the statement could end. */
  readonly rules: readonly string[];
}

const NOTHING: Expected = { words: [], takesName: false, takesExpression: false, takesType: false, rules: [] };
const STATEMENT: EntryRule<Statement> = (parser) => parser.statement();

/** Finds what can come behind a text that is the beginning of one statement; nothing where it has a fault already. */
export function expectedBehind(text: string): Expected {
  const { tokens } = tokenize(text, '');
  const { fault } = runParser(tokens, STATEMENT);
  if (fault !== undefined && fault.index < tokens.length) return NOTHING;
  const rules = fault?.rules ?? [];
  const { accepted, meant } = expectationAt(tokens, { index: tokens.length, rules }, STATEMENT);
  return {
    words: GRAMMAR_WORDS.filter((word) => meant.has(T.K[word])),
    takesName: accepted.has(T.Word),
    takesExpression: accepted.has(T.Numeric) && accepted.has(T.K.CASE),
    takesType: accepted.has(T.K.BIGINT) && accepted.has(T.K.VARCHAR) && !accepted.has(T.Numeric),
    rules,
  };
}
