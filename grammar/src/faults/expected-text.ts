import type { TokenType } from 'chevrotain';
import * as T from '../lexer/token-types.js';
import { type EntryRule, type Expectation, expectationAt, type Fault } from './run-parser.js';

const MAX_LISTED = 5;

/** The words that matter most, in that order; others come behind them. */
const WORDS: readonly string[] = (
  'SELECT VALUES FROM WHERE AS INTO TABLE VIEW SET BY JOIN ON GROUP HAVING ORDER LIMIT WITH BEGIN END THEN WHEN ELSE ' +
  'NOT NULL KEY PRIMARY EXISTS UNION AND OR IS IN LIKE BETWEEN CREATE INSERT DROP ALTER EXECUTE EXPLAIN SHOW DESCRIBE ' +
  'USE RESET REPLACE STATEMENT TEMPORARY FUNCTION DATABASE CATALOG MATERIALIZED METADATA VIRTUAL COMMENT WATERMARK FOR ' +
  'CONSTRAINT UNIQUE ENFORCED PARTITIONED DISTRIBUTED PARTITION OVERWRITE RENAME TO ADD MODIFY FIRST AFTER COLUMNS ' +
  'INCLUDING EXCLUDING OVERWRITING ALL DISTINCT INTERSECT EXCEPT OFFSET FETCH WINDOW INNER LEFT RIGHT FULL CROSS ' +
  'OUTER LATERAL UNNEST USING ESCAPE ROW ROWS RANGE ONLY NEXT CURRENT UNBOUNDED PRECEDING FOLLOWING ASC DESC NULLS ' +
  'LAST OVER FILTER TABLES VIEWS DATABASES CATALOGS FUNCTIONS MODULES JARS PLAN MODULE JAR LOCAL TIME ZONE LANGUAGE ' +
  'INTERVAL DAY HOUR MINUTE SECOND YEAR MONTH TRUE FALSE UNKNOWN JSON EMPTY ERROR RETURNING WRAPPER VALUE ABSENT ' +
  'PATTERN DEFINE MEASURES MATCH SYSTEM_TIME OF BUCKETS HASH OPTIONS CONSTRAINTS GENERATED PARTITIONS WATERMARKS ' +
  'DELETE UPDATE TRUNCATE ANALYZE COMPILE CALL LOAD UNLOAD REMOVE STOP COMPUTE STATISTICS PLACING SYSTEM'
).split(' ');

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
  if (fault.index === 0 && accepted.has(T.K.CREATE)) {
    return 'a statement such as CREATE TABLE, INSERT INTO, SELECT or SET';
  }
  const [name, rest] = namedPart(accepted, fault, end);
  // Behind a name a field of it or a call may begin, behind a text its escape character: no help here.
  const continuations = accepted.has(T.LeftBracket) ? [T.LeftBracket, T.LeftParen, T.Dot] : [T.Dot, T.K.UESCAPE];
  for (const type of continuations) if (rest.size > 1) rest.delete(type);
  const others = [...rest].sort((a, b) => rank(a) - rank(b)).map(labelOf);
  return joinTexts([...name, ...others, ...(end ? ['the end of the statement'] : [])]);
}

/** What stands for many types together, and the types that are left. */
function namedPart(accepted: ReadonlySet<TokenType>, fault: Fault, end: boolean): readonly [string[], Set<TokenType>] {
  for (const [text, starts] of startsOfRules()) {
    if (includes(accepted, starts)) return [[text], named([...accepted].filter((type) => !starts.has(type)))];
  }
  if (!accepted.has(T.Word)) return [[], named([...accepted])];
  const rest = named([...accepted].filter((type) => !isName(type)));
  // Where a name may be left out, as an alias may, the text can go on or end.
  const isNeeded = !end && !rest.has(T.Comma) && !rest.has(T.RightParen);
  return [nameTexts(fault, isNeeded), rest];
}

let rules: readonly (readonly [string, ReadonlySet<TokenType>])[] | undefined;

/** What an expression and a type can begin with. */
function startsOfRules(): readonly (readonly [string, ReadonlySet<TokenType>])[] {
  rules ??= [
    ['an expression', firstTokens((parser) => parser.expression(0))],
    ['a type', firstTokens((parser) => parser.dataType())],
  ];
  return rules;
}

function firstTokens<N>(rule: EntryRule<N>): ReadonlySet<TokenType> {
  return expectationAt([], { index: 0, rules: [] }, rule).accepted;
}

function includes(all: ReadonlySet<TokenType>, some: ReadonlySet<TokenType>): boolean {
  for (const type of some) if (!all.has(type)) return false;
  return true;
}

/** Those that a message may name: words, punctuation, texts and numbers. */
function named(types: readonly TokenType[]): Set<TokenType> {
  return new Set(types.filter((type) => NAMED.has(type)));
}

const NAMED: ReadonlySet<TokenType> = new Set([
  ...Object.values(T.K),
  ...T.PUNCTUATION.values(),
  T.CharacterString,
  T.Numeric,
  T.HintEnd,
]);

/** A comma, what closes and texts come first, then words, then other punctuation. */
function rank(type: TokenType): number {
  if (FIRST_NAMED.has(type)) return 0;
  const place = WORDS.indexOf(type.name);
  if (place >= 0) return place + 1;
  return /^\w/.test(labelOf(type)) ? WORDS.length + 1 : WORDS.length + 2;
}

const FIRST_NAMED: ReadonlySet<TokenType> = new Set([
  T.Comma,
  T.RightParen,
  T.Semicolon,
  T.Equal,
  T.CharacterString,
  T.Numeric,
]);

/** A token type as a message names it: punctuation in quotes. */
function labelOf(type: TokenType): string {
  const label = type.LABEL ?? type.name;
  return /^\w/.test(label) ? label : `'${label}'`;
}

/** At most five, the last behind "or". */
function joinTexts(texts: readonly string[]): string {
  if (texts.length > MAX_LISTED) return `${texts.slice(0, MAX_LISTED).join(', ')}, …`;
  if (texts.length < 2) return texts[0] ?? 'something else';
  return `${texts.slice(0, -1).join(', ')} or ${texts.at(-1) ?? ''}`;
}

/** What kind of name the rules want, where the grammar insists on one. */
function nameTexts({ rules: path }: Fault, isNeeded: boolean): string[] {
  const innermost = path.at(-1) ?? '';
  if (!NAME_RULES.has(innermost) && !NAMES.has(innermost)) return isNeeded ? ['a name'] : [];
  const rule = [...path].reverse().find((each) => NAMES.has(each));
  return [NAMES.get(rule ?? '') ?? 'a name'];
}

/** True for names and for words that are accepted where names are: not for what they mean, then. */
function isName(type: TokenType): boolean {
  return type === T.Word || type.CATEGORIES?.includes(T.Name) === true;
}
