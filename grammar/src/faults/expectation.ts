import type { TokenType } from 'chevrotain';
import type { GrammarWord } from '../lexer/grammar-words.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { type EntryRule, runParser } from './run-parser.js';

/**
 * The words that a message may name, those that matter most first. Words that only begin expressions, types or
 * functions are not among them: "an expression" stands for them.
 */
const WORDS: readonly GrammarWord[] = (
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
).split(' ') as GrammarWord[];

const PUNCTUATION: readonly TokenType[] = [
  T.Comma,
  T.RightParen,
  T.LeftParen,
  T.Equal,
  T.RightBracket,
  T.LeftBracket,
  T.Greater,
  T.Less,
  T.Plus,
  T.Dot,
  T.Semicolon,
  T.HintEnd,
  T.Star,
];

const CANDIDATES: readonly TokenType[] = [
  T.Word,
  T.CharacterString,
  T.Numeric,
  T.K.BIGINT,
  T.K.CASE,
  ...PUNCTUATION,
  ...WORDS.map((word) => T.K[word]),
];

/** What could stand at a place. */
export interface Expectation {
  readonly accepted: ReadonlySet<TokenType>;
  /** True if the text may end there. */
  readonly end: boolean;
}

/**
 * Finds what could have stood at a token, by trying: the tokens before it are parsed again with each candidate behind
 * them. That is exact where a list taken from the grammar is not, for what is optional before the fault counts too.
 */
export function expectationAt<N>(tokens: readonly SqlToken[], index: number, rule: EntryRule<N>): Expectation {
  const before = tokens.slice(0, index);
  const accepted = new Set(CANDIDATES.filter((type) => isAccepted(before, type, rule)));
  return { accepted, end: runParser(before, rule).fault === undefined };
}

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
