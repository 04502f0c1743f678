import { findFunction } from '@tsql/functions';
import { RESERVED_WORDS, type SqlToken, tokenize } from '@tsql/grammar';
import type { StyledSpan } from './editor/lay-out.js';
import type { Style } from './editor/palette.js';
import { commandBehind } from './shell-piece.js';

const COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** The parts of a text in their styles: words, texts, numbers, names, comments, and a backslash command. */
export function highlight(text: string): readonly StyledSpan[] {
  const command = commandBehind(text);
  if (command !== undefined) {
    const end = /^\S+/.exec(text.slice(command))?.[0].length ?? 0;
    return [...statementSpans(text.slice(0, command)), { start: command, end: command + end, style: 'command' }];
  }
  return statementSpans(text);
}

function statementSpans(text: string): StyledSpan[] {
  const { tokens } = tokenize(text, '');
  const spans: StyledSpan[] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    const { start, end } = token.span;
    spans.push(...commentSpans(text, at, start.offset));
    at = end.offset;
    const style = styleOf(token, tokens[index + 1]);
    if (style !== undefined) spans.push({ start: start.offset, end: at, style });
  }
  return [...spans, ...commentSpans(text, at, text.length)];
}

/** The lexer drops comments: they stand between its tokens. */
function commentSpans(text: string, from: number, to: number): StyledSpan[] {
  return [...text.slice(from, to).matchAll(COMMENT)].map((match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
    style: 'comment' as const,
  }));
}

function styleOf({ image }: SqlToken, next: SqlToken | undefined): Style | undefined {
  const first = image[0] ?? '';
  if (image.startsWith("'") || /^[xXnNuU]&?'/.test(image)) return 'text';
  if (first === '`') return 'name';
  if (/^[.\d]/.test(image) && /\d/.test(image)) return 'number';
  if (!/[\p{L}_$]/u.test(first)) return undefined;
  if (next?.image === '(' && findFunction(image) !== undefined) return 'function';
  return RESERVED_WORDS.has(image.toUpperCase()) || STATEMENT_WORDS.has(image.toUpperCase()) ? 'keyword' : undefined;
}

/** Words that are not reserved and lead statements all the same. */
const STATEMENT_WORDS: ReadonlySet<string> = new Set(
  'IF PRINT LIMIT KEY VIEW TEMPORARY CATALOG DATABASES TABLES VIEWS FUNCTIONS MODULES EXPLAIN PLAN ENFORCED METADATA VIRTUAL OPTIONS'.split(
    ' ',
  ),
);
