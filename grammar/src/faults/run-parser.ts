import type { Diagnostic } from '@tsql/core';
import { EOF, type TokenType } from 'chevrotain';
import type { SqlToken } from '../lexer/sql-token.js';
import { StatementParser } from '../parser/statement-parser.js';

/** Where a run of the parser stopped. */
export interface Fault {
  /** Number of the token at fault; the number of tokens where the end is at fault. */
  readonly index: number;
  /** The rules that were being followed, the innermost last. */
  readonly rules: readonly string[];
  /** True where the parser gave up because the text is nested too deeply. */
  readonly isTooDeep?: boolean;
}

/** What a run of the parser gives. */
export interface Run<N> {
  readonly node: N | undefined;
  readonly fault: Fault | undefined;
  /** Faults that the rules do not know: the run did not stop at them. */
  readonly findings: readonly Diagnostic[];
}

/** A rule that parses a whole text. */
export type EntryRule<N> = (parser: StatementParser) => N;

let shared: StatementParser | undefined;

/** The parser is made on first use. */
function sharedParser(): StatementParser {
  shared ??= new StatementParser();
  return shared;
}

/** What could stand at a place. */
export interface Expectation {
  readonly accepted: ReadonlySet<TokenType>;
  /** Those among them that can stand there not merely because any name can. */
  readonly meant: ReadonlySet<TokenType>;
  /** True if the text may end there. */
  readonly end: boolean;
}

/**
 * Finds what could have stood at the fault: the tokens are parsed once more, and what the parser looks for at that place
 * is noted. What is optional before the fault counts too, which a list taken from the failing rule would leave out.
 */
export function expectationAt<N>(tokens: readonly SqlToken[], { index }: Fault, rule: EntryRule<N>): Expectation {
  const parser = sharedParser();
  const accepted = new Set<TokenType>();
  parser.load(tokens);
  const meant = new Set<TokenType>();
  parser.observe({ index, accepted, meant });
  try {
    rule(parser);
    return { accepted, meant, end: parser.errors[0]?.name === 'NotAllInputParsedException' };
  } finally {
    parser.stopObserving();
  }
}

/** Parses tokens by a rule. */
export function runParser<N>(tokens: readonly SqlToken[], rule: EntryRule<N>): Run<N> {
  const parser = sharedParser();
  parser.load(tokens);
  try {
    const node = rule(parser);
    const [error] = parser.errors;
    const findings = [...parser.findings];
    if (error === undefined) return { node, fault: undefined, findings };
    const index = error.token.tokenType === EOF ? tokens.length : (error.token as SqlToken).index;
    return { node: undefined, fault: { index, rules: error.context.ruleStack }, findings };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { node: undefined, fault: { index: 0, rules: [], isTooDeep: true }, findings: [] };
  }
}
