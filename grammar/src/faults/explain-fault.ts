import { type Diagnostic, diagnostic, nearest, type SourceSpan, type Suggestion } from '@tsql/core';
import type { TokenType } from 'chevrotain';
import { GRAMMAR_WORDS } from '../lexer/grammar-words.js';
import { RESERVED_WORDS } from '../lexer/reserved-words.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { expectedText } from './expected-text.js';
import { type EntryRule, type Expectation, expectationAt, type Fault, runParser } from './run-parser.js';
import { isAccepted, tokenOf } from './stand-in.js';

/** A run that failed, as what explains it needs it. */
interface FailedRun<N> {
  readonly tokens: readonly SqlToken[];
  readonly fault: Fault;
  readonly rule: EntryRule<N>;
}

/** Words that stand for their clause: rather missing something before them than meant as a name. */
const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  `SELECT FROM WHERE GROUP ORDER HAVING WITH AS ON JOIN UNION SET VALUES INTO LIMIT AND OR NOT BY THEN WHEN ELSE END
  CREATE INSERT TABLE IN IS LIKE BETWEEN NULL PRIMARY CONSTRAINT COMMENT`.split(/\s+/),
);

/** Makes the diagnostic of a fault: what was found, what could stand there, and what was perhaps meant. */
export function explainFault<N>(run: FailedRun<N>): Diagnostic {
  const { tokens, fault } = run;
  if (fault.isTooDeep) return diagnostic('TSQL_PARSE_DEPTH', {}, { span: tokens[0]?.span });
  return misspeltBefore(run) ?? explainToken(run, expectationAt(tokens, fault, run.rule));
}

function explainToken<N>(run: FailedRun<N>, expectation: Expectation): Diagnostic {
  const { tokens, fault } = run;
  const token = tokens[fault.index];
  const span = token?.span ?? spanOfEnd(tokens);
  if (token === undefined) {
    return diagnostic('TSQL_PARSE_UNEXPECTED', { found: END, expected: expectedText(expectation, fault) }, { span });
  }
  return (
    misspelt(run, token, expectation.accepted) ??
    reserved(run, token, expectation.accepted) ??
    diagnostic(
      'TSQL_PARSE_UNEXPECTED',
      { found: describe(token), expected: expectedText(expectation, fault) },
      { span, ...repairOf(run, token, expectation.accepted) },
    )
  );
}

/** The word at fault is nearly one that could stand there. */
function misspelt<N>(run: FailedRun<N>, token: SqlToken, accepted: ReadonlySet<TokenType>): Diagnostic | undefined {
  if (token.tokenType !== T.Word) return undefined;
  const words = GRAMMAR_WORDS.filter((word) => accepted.has(T.K[word]));
  return misspeltAs(run, run.fault.index, nearestWord(token.image, words));
}

/** The word before the fault was taken for an alias, and is nearly one that leads on: `FROM t WHER a = 1`. */
function misspeltBefore<N>(run: FailedRun<N>): Diagnostic | undefined {
  const index = run.fault.index - 1;
  const token = run.tokens[index];
  if (token?.tokenType !== T.Word) return undefined;
  const before = run.tokens.slice(0, index);
  const words = GRAMMAR_WORDS.filter(
    (word) => RESERVED_WORDS.has(word) && nearestWord(token.image, [word]) !== undefined,
  );
  const word = nearestWord(
    token.image,
    words.filter((each) => isAccepted(before, T.K[each], run.rule)),
  );
  return misspeltAs(run, index, word);
}

/** The diagnostic, if the text goes on better with that word. */
function misspeltAs<N>(run: FailedRun<N>, index: number, word: string | undefined): Diagnostic | undefined {
  const token = run.tokens[index];
  if (word === undefined || token === undefined) return undefined;
  if (!leadsOn(run, index, [tokenOf(T.typeOfWord(word), token, word)])) return undefined;
  const { span } = token;
  const suggestions = [{ title: `write ${word}`, span, text: word }];
  return diagnostic('TSQL_PARSE_MISSPELT', { found: token.image, nearest: word }, { span, suggestions });
}

/** A reserved word stands where a name is meant. */
function reserved<N>(run: FailedRun<N>, token: SqlToken, accepted: ReadonlySet<TokenType>): Diagnostic | undefined {
  const word = token.image.toUpperCase();
  // Where a type is meant, a quoted name would be one too, but hardly what was meant.
  if (!RESERVED_WORDS.has(word) || !accepted.has(T.Word) || accepted.has(T.K.BIGINT)) return undefined;
  if (CLAUSE_WORDS.has(word) && run.tokens[run.fault.index - 1]?.tokenType === T.Comma) return undefined;
  const quoted = tokenOf(T.QuotedName, token, `\`${token.image}\``);
  if (!leadsOn(run, run.fault.index, [quoted], CLAUSE_WORDS.has(word) ? Number.POSITIVE_INFINITY : 1)) return undefined;
  const suggestions = [{ title: 'quote it', span: token.span, text: quoted.image }];
  return diagnostic('TSQL_PARSE_RESERVED', { found: token.image }, { span: token.span, suggestions });
}

/** A hint, and an edit where one is sure to help. */
function repairOf<N>(
  run: FailedRun<N>,
  token: SqlToken,
  accepted: ReadonlySet<TokenType>,
): { hint?: string; suggestions?: Suggestion[] } {
  const { tokens, fault } = run;
  const { span } = token;
  const before = tokens[fault.index - 1];
  if (accepted.has(T.CharacterString) && !accepted.has(T.Word) && isName(token)) {
    const text = `'${token.image.replace(/^`|`$/g, '')}'`;
    return { hint: `a text stands in single quotes: ${text}`, suggestions: [{ title: 'quote it', span, text }] };
  }
  if (before?.tokenType === T.Comma && CLOSING.has(token.tokenType)) {
    return { hint: 'a comma too many?', suggestions: [{ title: 'remove the comma', span: before.span, text: '' }] };
  }
  if (token.tokenType === T.Equal && before?.tokenType === T.Equal) {
    return { hint: 'equal is written =', suggestions: [{ title: 'write =', span, text: '' }] };
  }
  if (accepted.has(T.Comma) && !CLOSING.has(token.tokenType) && leadsOn(run, fault.index, [COMMA, token], 2)) {
    return { hint: 'a comma may be missing before it' };
  }
  return {};
}

/** True if the parser gets further with other tokens in place of one: beyond them by `distance`, or to the end. */
function leadsOn<N>(run: FailedRun<N>, index: number, replacement: readonly SqlToken[], distance = 1): boolean {
  const { tokens, fault, rule } = run;
  const changed = [...tokens.slice(0, index), ...replacement, ...tokens.slice(index + 1)];
  const again = runParser(changed, rule).fault;
  return again === undefined || again.index >= Math.max(fault.index, index + replacement.length - 1) + distance;
}

/** The word spelt most like it, or with the same letters in another order: GRUOP, FORM. */
function nearestWord(image: string, words: readonly string[]): string | undefined {
  const letters = sortedLetters(image);
  return (
    nearest(image, words) ?? words.find((word) => word[0] === letters.first && sortedLetters(word).all === letters.all)
  );
}

function sortedLetters(word: string): { readonly first: string | undefined; readonly all: string } {
  const letters = [...word.toUpperCase()];
  return { first: letters[0], all: letters.sort().join('') };
}

const END = 'the end of the statement';
const COMMA = tokenOf(T.Comma, undefined, ',');
const CLOSING: ReadonlySet<TokenType> = new Set([T.RightParen, T.RightBracket, T.Comma, T.K.FROM]);

function isName(token: SqlToken): boolean {
  return token.tokenType === T.Word || token.tokenType === T.QuotedName;
}

/** What stands at the fault, as it was written. */
function describe(token: SqlToken): string {
  const image = token.image.replace(/\s+/g, ' ');
  if (T.PUNCTUATION.has(image)) return `'${image}'`;
  return image.length > 40 ? `${image.slice(0, 37)}…` : image;
}

/** The place behind the last token. */
function spanOfEnd(tokens: readonly SqlToken[]): SourceSpan | undefined {
  const span = tokens.at(-1)?.span;
  return span === undefined ? undefined : { file: span.file, start: span.end, end: span.end };
}
