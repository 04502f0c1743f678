import type { Diagnostic } from './diagnostic.js';
import { formatPosition, type SourceSpan } from './source-span.js';

/** Colours for the parts of a frame. Each is given a text and returns it with whatever a terminal needs around it. */
export interface FramePaint {
  readonly position?: (text: string) => string;
  readonly severity?: (text: string, severity: Diagnostic['severity']) => string;
  readonly gutter?: (text: string) => string;
  readonly marker?: (text: string, severity: Diagnostic['severity']) => string;
  readonly hint?: (text: string) => string;
  /** So many cells a line of source and what stands before it may take; {@link MAX_WIDTH} of the source unless told. */
  readonly columns?: number;
}

const plain = (text: string): string => text;
/** Lines longer than this are shown around the place only. */
const MAX_WIDTH = 120;
const CONTEXT = 2;
/** Of `> 12 | ` without the number. */
const GUTTER_WIDTH = 5;

/**
 * Renders a diagnostic for people: where it is, its code and message, the lines around it with the place marked, its
 * hint, and the further places that explain it. Ends without a newline. `text` is the diagnostic's file, or gives a file's text by its name.
 *
 * @example
 * renderCodeFrame(text, diagnostic)
 * // job.sql:2:8 TSQL_PARSE_MISSPELT error: found WHER: did you mean WHERE?
 * //   1 | SELECT a
 * // > 2 | FROM t WHER a > 1
 * //     |        ^^^^
 */
export function renderCodeFrame(
  text: string | ((file: string) => string | undefined),
  diagnostic: Diagnostic,
  paint: FramePaint = {},
): string {
  const { code, severity, message, span, hint, related = [] } = diagnostic;
  const position = span === undefined ? '' : `${(paint.position ?? plain)(formatPosition(span))} `;
  const blocks = [`${position}${(paint.severity ?? plain)(`${code} ${severity}`, severity)}: ${message}`];
  const textOf = typeof text === 'string' ? (file: string) => (file === span?.file ? text : undefined) : text;
  if (span !== undefined) blocks.push(...frameOf(textOf(span.file) ?? '', span, severity, paint));
  if (hint !== undefined) blocks.push((paint.hint ?? plain)(`  = ${hint}`));
  for (const { message: why, span: place } of related) {
    blocks.push(`${(paint.position ?? plain)(formatPosition(place))} ${why}`);
    const shown = textOf(place.file);
    if (shown !== undefined) blocks.push(...frameOf(shown, place, severity, paint));
  }
  return blocks.join('\n');
}

/** The lines around a place, the place marked under its first line. */
function frameOf(text: string, span: SourceSpan, severity: Diagnostic['severity'], paint: FramePaint): string[] {
  const lines = text.split(/\r\n|\n/);
  const { line: at, column } = span.start;
  const source = lines[at - 1];
  if (source === undefined) return [];
  const first = Math.max(1, at - CONTEXT);
  const width = String(at).length;
  const gutter = paint.gutter ?? plain;
  const room = Math.max(20, Math.min(MAX_WIDTH, (paint.columns ?? Number.POSITIVE_INFINITY) - width - GUTTER_WIDTH));
  const shift =
    source.length <= room ? 0 : Math.max(0, Math.min(column - 1 - Math.floor(room / 2), source.length - room));
  const shown = lines.slice(first - 1, at).map((line, index) => {
    const number = String(first + index).padStart(width);
    const mark = first + index === at ? '>' : ' ';
    return `${gutter(`${mark} ${number} |`)} ${line.slice(shift, shift + room)}`.trimEnd();
  });
  const end = span.end.line === at ? span.end.column : source.length + 1;
  const length = Math.max(1, Math.min(end - column, shift + room - column + 1));
  const indent = source.slice(shift, column - 1).replace(/[^\t]/g, ' ');
  const marker = (paint.marker ?? plain)('^'.repeat(length), severity);
  return [...shown, `${gutter(`  ${' '.repeat(width)} |`)} ${indent}${marker}`];
}
