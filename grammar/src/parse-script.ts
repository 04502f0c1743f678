import { type Diagnostic, joinSpans } from '@tsql/core';
import type { DataType, Expression, Statement } from './ast/index.js';
import { findFaults } from './faults/find-faults.js';
import { type EntryRule, runParser } from './faults/run-parser.js';
import { type StatementTokens, splitStatements } from './lexer/split-statements.js';
import type { SqlToken } from './lexer/sql-token.js';
import { tokenize, UNCLOSED_NAME } from './lexer/tokenize.js';
import type { ParsedScript, ParsedStatement } from './parsed-script.js';

/** What parsing one thing gives: the thing, or why there is none. */
export interface Parsed<N> {
  readonly node: N | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const STATEMENT: EntryRule<Statement> = (parser) => parser.statement();

/**
 * Parses a file: cuts it at its top-level semicolons and parses each statement alone, so that a fault in one hides none
 * in another.
 *
 * @example
 * const { statements, diagnostics } = parseScript("SET 'a' = 'b'; SELECT 1", 'job.sql');
 */
export function parseScript(text: string, fileName: string): ParsedScript {
  const { tokens, diagnostics: lexical } = tokenize(text, fileName);
  const diagnostics: Diagnostic[] = [...lexical];
  const statements = splitStatements(tokens).map((part) => {
    const { statement, found } = parseOne(text, part, lexical);
    diagnostics.push(...found);
    return statement;
  });
  diagnostics.sort((a, b) => offsetOf(a) - offsetOf(b));
  return { statements, diagnostics };
}

function parseOne(
  text: string,
  { tokens, next }: StatementTokens,
  lexical: readonly Diagnostic[],
): { readonly statement: ParsedStatement; readonly found: readonly Diagnostic[] } {
  const [first, last] = [tokens[0] as SqlToken, tokens.at(-1) as SqlToken];
  const span = joinSpans(first.span, last.span);
  const within = lexical.filter((each) => offsetOf(each) >= span.start.offset && offsetOf(each) < next);
  const { node, diagnostics } = parseTokens(tokens, STATEMENT, within);
  const source = text.slice(span.start.offset, span.end.offset);
  return { statement: { span, text: source, statement: node }, found: diagnostics };
}

/** Parses tokens by a rule. `lexical` are the faults that the lexer found among them. */
function parseTokens<N>(tokens: readonly SqlToken[], rule: EntryRule<N>, lexical: readonly Diagnostic[]): Parsed<N> {
  const run = runParser(tokens, rule);
  const isSound = run.fault === undefined && run.findings.length === 0;
  if (isSound && lexical.length === 0) return { node: run.node, diagnostics: [] };
  // Where the lexer had to leave something out, what the parser finds would only follow from that.
  if (isSound || lexical.some((each) => !isKeptByLexer(each))) return NOTHING;
  return { node: undefined, diagnostics: findFaults(tokens, rule, run) };
}

const NOTHING = { node: undefined, diagnostics: [] };

/** Faults that the lexer reports, but hands on as tokens that the parser takes for what was meant. */
const KEPT_BY_LEXER: ReadonlySet<unknown> = new Set(['"', '!=', UNCLOSED_NAME]);

function isKeptByLexer({ args }: Diagnostic): boolean {
  return KEPT_BY_LEXER.has(args.found) || KEPT_BY_LEXER.has(args.what);
}

function offsetOf({ span }: Diagnostic): number {
  return span?.start.offset ?? 0;
}

/** Parses a text that is one statement, with a semicolon behind it or none. */
export function parseStatement(text: string, fileName: string): Parsed<Statement> {
  const { statements, diagnostics } = parseScript(text, fileName);
  const [first, ...others] = statements;
  const node = others.length === 0 ? first?.statement : undefined;
  if (first !== undefined && others.length === 0) return { node, diagnostics };
  return diagnostics.length > 0 ? { node: undefined, diagnostics } : parseWhole(text, fileName, STATEMENT);
}

/** Parses a text that is one expression, such as a computed column's. */
export function parseExpression(text: string, fileName: string): Parsed<Expression> {
  return parseWhole(text, fileName, (parser) => parser.expression(0));
}

/** Parses a text that is one data type. */
export function parseDataType(text: string, fileName: string): Parsed<DataType> {
  return parseWhole(text, fileName, (parser) => parser.dataType());
}

function parseWhole<N>(text: string, fileName: string, rule: EntryRule<N>): Parsed<N> {
  const { tokens, diagnostics: lexical } = tokenize(text, fileName);
  const { node, diagnostics } = parseTokens(tokens, rule, lexical);
  return { node, diagnostics: [...lexical, ...diagnostics].sort((a, b) => offsetOf(a) - offsetOf(b)) };
}
