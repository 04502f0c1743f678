import type { StatementEnds } from '@tsql/grammar';

/** A piece of what was typed: a backslash command or a statement, and where it begins in the text. */
export interface ShellPiece {
  readonly kind: 'command' | 'statement';
  readonly text: string;
  readonly start: number;
}

const BLANK = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?!\+)[\s\S]*?\*\/|;)+/;

/**
 * Cuts what was typed into commands and statements. A command begins with a backslash and ends with its line; one behind a
 * statement that has no semicolon yet (`SELECT 1 \gdesc`) ends that statement.
 */
export function cutPieces(text: string, statementEnds: (text: string) => StatementEnds): ShellPiece[] {
  const pieces: ShellPiece[] = [];
  let at = 0;
  for (;;) {
    at += BLANK.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return pieces;
    const end = endOfPiece(text, at, statementEnds);
    const kind = text[at] === '\\' ? 'command' : 'statement';
    pieces.push({ kind, text: text.slice(at, end).trimEnd(), start: at });
    at = end;
  }
}

function endOfPiece(text: string, start: number, statementEnds: (text: string) => StatementEnds): number {
  if (text[start] === '\\') return endOfLine(text, start);
  const rest = text.slice(start);
  const command = commandBehind(rest);
  const [first] = statementEnds(rest).ends;
  if (command !== undefined && (first === undefined || command < first)) return start + command;
  return first === undefined ? text.length : start + first;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** Where a backslash command stands behind a statement: the last thing of a line, outside of texts and comments. */
export function commandBehind(text: string): number | undefined {
  const skipped = /'(?:[^']|'')*(?:'|$)|`[^`]*(?:`|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(\\[a-zA-Z?!-]+[^\n]*)/g;
  for (const match of text.matchAll(skipped)) if (match[1] !== undefined) return match.index;
  return undefined;
}
