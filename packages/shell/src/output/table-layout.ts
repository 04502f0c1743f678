import { cutToWidth, textWidth } from '../editor/graphemes.js';
import type { Paint, Style } from '../editor/palette.js';
import { visibleText } from './visible-text.js';

/** What stands for NULL, as in Flink's tables. */
export const NULL_TEXT = '<NULL>';

/** Below this many cells a column says nothing any more. */
const LEAST_WIDTH = 6;

/** The cells that a table's border and blanks take. */
const frameWidth = (columns: number): number => 3 * columns + 1;

/** The cells that each column's names and texts take. */
export function naturalWidths(names: readonly string[], rows: readonly (readonly (string | null)[])[]): number[] {
  return names.map((name, index) => {
    let widest = textWidth(name);
    for (const row of rows) widest = Math.max(widest, textWidth(visibleText(row[index] ?? NULL_TEXT)));
    return widest;
  });
}

/**
 * Widths with which a table fits into so many columns of a terminal: the widest give way first. Undefined where it cannot
 * be made to fit.
 */
export function fittingWidths(widths: readonly number[], columns: number): number[] | undefined {
  const available = columns - frameWidth(widths.length);
  let limit = Math.max(...widths, 0);
  const total = (most: number) => widths.reduce((sum, width) => sum + Math.min(width, most), 0);
  while (total(limit) > available && limit > LEAST_WIDTH) limit--;
  if (total(limit) > available) return undefined;
  // What is left over after cutting all to the same width goes to the first of those that were cut.
  let left = available - total(limit);
  return widths.map((width) => {
    const extra = width > limit && left > 0 ? 1 : 0;
    left -= extra;
    return Math.min(width, limit + extra);
  });
}

export function ruleLine(widths: readonly number[]): string {
  return `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
}

/** How the lines of a table are made. */
export interface TableShape {
  readonly widths: readonly number[];
  /** True for columns whose cells stand to the right. */
  readonly isRight: readonly boolean[];
  readonly paint: Paint;
}

/** One line of a table: numbers to the right, what is too wide cut, NULL dimmed. */
export function tableLine(cells: readonly (string | null)[], shape: TableShape, style?: Style): string {
  const { widths, isRight, paint } = shape;
  const texts = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    const text = cutToWidth(visibleText(cell ?? NULL_TEXT), width);
    const blanks = ' '.repeat(Math.max(0, width - textWidth(text)));
    const own = cell === null ? 'dim' : style;
    const painted = own === undefined ? text : paint(own, text);
    return isRight[index] ? blanks + painted : painted + blanks;
  });
  return `| ${texts.join(' | ')} |`;
}
