/** A place in a source text. */
export interface SourcePosition {
  /** UTF-16 units from the start of the file, from 0. */
  readonly offset: number;
  /** Line, from 1. */
  readonly line: number;
  /** Column in UTF-16 units, from 1. */
  readonly column: number;
}

/** A stretch of a source text; `end` is the position behind its last character. */
export interface SourceSpan {
  /** The file's name as the user gave it, or `<stdin>`, `<command line>`. */
  readonly file: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** Prints where a span begins, as `FILE:LINE:COLUMN`. */
export function formatPosition(span: SourceSpan): string {
  return `${span.file}:${span.start.line}:${span.start.column}`;
}

/** The smallest span that holds both. They have to be of one file. */
export function joinSpans(first: SourceSpan, last: SourceSpan): SourceSpan {
  return { file: first.file, start: first.start, end: last.end };
}
