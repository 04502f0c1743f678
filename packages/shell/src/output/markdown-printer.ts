import { ROW_KIND_SYMBOLS, type Row, type RowKind } from '@tsql/core';
import { cellTexts, isNumeric, type ResultColumn } from './result-column.js';
import type { PrintOptions, ResultPrinter } from './result-printer.js';
import { NULL_TEXT } from './table-layout.js';
import { visibleText } from './visible-text.js';

/** A table in Markdown (GitHub's tables). */
export class MarkdownPrinter implements ResultPrinter {
  private readonly texts: (row: Row) => (string | null)[];

  constructor(
    columns: readonly ResultColumn[],
    private readonly options: PrintOptions,
  ) {
    this.texts = cellTexts(columns, options.localTimeZone);
    const op = options.showsKind ? ['op'] : [];
    this.line([...op, ...columns.map(({ name }) => name)]);
    this.line([...op.map(() => '---'), ...columns.map((column) => (isNumeric(column) ? '--:' : '---'))]);
  }

  row(row: Row, kind: RowKind): void {
    const cells = this.texts(row).map((cell) => (cell === null ? escaped(NULL_TEXT) : escaped(cell)));
    this.line(this.options.showsKind ? [ROW_KIND_SYMBOLS[kind], ...cells] : cells);
  }

  end(): void {}

  private line(cells: readonly string[]): void {
    this.options.write(`| ${cells.join(' | ')} |`);
  }
}

function escaped(text: string): string {
  const lines = text.replace(/[\\|<>&`*_]/g, (character) => `\\${character}`).split('\n');
  return lines.map(visibleText).join('<br>');
}
