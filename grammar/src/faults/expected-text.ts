import type { TokenType } from 'chevrotain';
import * as T from '../lexer/token-types.js';
import type { Expectation } from './expectation.js';
import type { Fault } from './run-parser.js';

const { K } = T;
const MAX_LISTED = 5;

/** What begins an expression: named as such where all of it is accepted. */
const EXPRESSION: ReadonlySet<TokenType> = new Set([
  T.Word,
  T.CharacterString,
  T.Numeric,
  T.LeftParen,
  T.Plus,
  K.CASE,
  K.NOT,
  K.NULL,
  K.EXISTS,
  K.UNIQUE,
  K.ROW,
  K.INTERVAL,
  K.DATE,
  K.TIME,
  K.TIMESTAMP,
  K.TRUNCATE,
  K.TRUE,
  K.FALSE,
  K.UNKNOWN,
  K.YEAR,
  K.MONTH,
  K.HOUR,
  K.MINUTE,
  K.SECOND,
  K.NEXT,
  K.LEFT,
  K.RIGHT,
]);

/** What continues an expression: left out of the list, which would not end else. */
const OPERATORS: ReadonlySet<TokenType> = new Set([
  T.LeftParen,
  T.Plus,
  T.Star,
  T.Equal,
  T.Less,
  T.Greater,
  T.LeftBracket,
  T.Dot,
  K.AND,
  K.OR,
  K.IS,
  K.IN,
  K.NOT,
  K.LIKE,
  K.BETWEEN,
]);

/** Rules that stop where a name is missing. */
const NAME_RULES: ReadonlySet<string> = new Set(['namePart', 'identifier', 'nameList']);

/** The names of rules, and what stands for a name within them; the innermost rule that is here counts. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['tableElement', 'a column name'],
  ['tableReference', 'a table'],
  ['createTable', 'a table name'],
  ['createView', 'a view name'],
  ['insert', 'a table'],
  ['tableAlias', 'an alias'],
  ['optionalAlias', 'an alias'],
]);

/** Says in a few words what could have stood at the fault. */
export function expectedText({ accepted, end }: Expectation, fault: Fault): string {
  if (fault.index === 0 && accepted.has(K.CREATE))
    return 'a statement such as CREATE TABLE, INSERT INTO, SELECT or SET';
  const rest = new Set(
    [...accepted].filter((type) => !(accepted.has(T.Word) && isName(type)) && type !== K.BIGINT && type !== K.CASE),
  );
  const texts: string[] = [];
  if (accepted.has(T.Numeric) && accepted.has(T.Word) && accepted.has(K.CASE)) texts.push('an expression');
  else if (accepted.has(K.BIGINT)) texts.push('a type');
  else if (accepted.has(T.Word)) texts.push(...nameTexts(fault, rest.size === 0));
  if (texts[0] === 'an expression' || texts[0] === 'a type') drop(rest, EXPRESSION);
  if (rest.has(T.Plus) && rest.has(T.Equal) && rest.has(K.AND)) drop(rest, OPERATORS);
  if (rest.size > 1) rest.delete(T.Dot);
  texts.push(...[...rest].sort((a, b) => rank(a) - rank(b)).map(labelOf));
  if (end) texts.push('the end of the statement');
  if (texts.length > MAX_LISTED) texts.splice(MAX_LISTED, texts.length, '…');
  return texts.length < 2 ? (texts[0] ?? 'something else') : joinTexts(texts);
}

function drop(rest: Set<TokenType>, types: ReadonlySet<TokenType>): void {
  for (const type of types) rest.delete(type);
}

/** A comma and what closes come first, then words, then other punctuation. */
function rank(type: TokenType): number {
  if (type === T.Comma || type === T.RightParen || type === T.Semicolon) return 0;
  return /^\w/.test(labelOf(type)) ? 1 : 2;
}

/** A token type as a message names it: punctuation in quotes. */
export function labelOf(type: TokenType): string {
  const label = type.LABEL ?? type.name;
  return /^\w/.test(label) ? label : `'${label}'`;
}

function joinTexts(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  const first = texts.slice(0, -1).join(', ');
  return last === '…' ? `${first}, …` : `${first} or ${last}`;
}

/** What kind of name the rules want, where the grammar insists on one or nothing else is accepted. */
function nameTexts({ rules }: Fault, isAlone: boolean): string[] {
  const innermost = rules.at(-1) ?? '';
  if (!NAME_RULES.has(innermost) && !NAMES.has(innermost)) return isAlone ? ['a name'] : [];
  const rule = [...rules].reverse().find((each) => NAMES.has(each));
  return [NAMES.get(rule ?? '') ?? 'a name'];
}

/** True for names and for words that are accepted where names are: not for what they mean, then. */
function isName(type: TokenType): boolean {
  return type === T.Word || type.CATEGORIES?.includes(T.Name) === true;
}
