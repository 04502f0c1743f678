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

/** The names of rules, and what stands for a name within them; the innermost rule that is here counts. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['columnDefinition', 'a column name'],
  ['tableRef', 'a table'],
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
  const texts: string[] = [];
  const rest = new Set(accepted);
  const drop = (types: ReadonlySet<TokenType>) => {
    for (const type of types) rest.delete(type);
  };
  if (accepted.has(T.Numeric) && accepted.has(T.Word) && accepted.has(K.CASE)) {
    texts.push('an expression');
    drop(EXPRESSION);
  } else if (accepted.has(K.BIGINT)) {
    texts.push('a type');
    drop(EXPRESSION);
  } else if (accepted.has(T.Word)) {
    const name = nameText(fault);
    if (name !== undefined || accepted.size === 1) texts.push(name ?? 'a name');
    dropNames(rest);
  }
  rest.delete(K.BIGINT);
  rest.delete(K.CASE);
  if (rest.has(T.Plus) && rest.has(T.Equal) && rest.has(K.AND)) drop(OPERATORS);
  texts.push(...[...rest].map((type) => type.LABEL ?? type.name));
  if (end) texts.push('the end of the statement');
  if (texts.length > MAX_LISTED) texts.splice(MAX_LISTED, texts.length, '…');
  return texts.length < 2 ? (texts[0] ?? 'something else') : joinTexts(texts);
}

function joinTexts(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  const first = texts.slice(0, -1).join(', ');
  return last === '…' ? `${first}, …` : `${first} or ${last}`;
}

/** Where a name is what the grammar insists on, what kind of name. */
function nameText({ rules }: Fault): string | undefined {
  if (rules.at(-1) !== 'namePart') return undefined;
  for (const rule of [...rules].reverse()) {
    const text = NAMES.get(rule);
    if (text !== undefined) return text;
  }
  return 'a name';
}

/** Words that are accepted only because they are names, not for what they mean. */
function dropNames(rest: Set<TokenType>): void {
  for (const type of rest) if (type === T.Word || type.CATEGORIES?.includes(T.Name)) rest.delete(type);
}
