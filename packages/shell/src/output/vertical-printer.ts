import { ROW_KIND_SYMBOLS, type Row, type RowKind } from '@tsql/core';
import { textWidth } from '../editor/graphemes.js';
import { cellTexts, type ResultColumn } from './result-column.js';
import { type PrintOptions, type ResultPrinter, rowCount } from './result-printer.js';
import { NULL_TEXT } from './table-layout.js';
import { visibleText } from './visible-text.js';

/** A column a line: for rows that are wider than the terminal. */
export class VerticalPrinter implements ResultPrinter {
  private count = 0;
  private readonly texts: (row: Row) => (string | null)[];
  private readonly width: number;

  constructor(
    private readonly columns: readonly ResultColumn[],
    private readonly options: PrintOptions,
  ) {
    this.texts = cellTexts(columns, options.localTimeZone);
    this.width = Math.max(0, ...columns.map(({ name }) => textWidth(name)));
  }

  row(row: Row, kind: RowKind): void {
    this.count++;
    const { write, paint, showsKind } = this.options;
    write(paint('dim', `-[ ${showsKind ? `${ROW_KIND_SYMBOLS[kind]} ` : ''}row ${this.count} ]`.padEnd(40, '-')));
    for (const [index, cell] of this.texts(row).entries()) {
      const name = this.columns[index]?.name ?? '';
      const [first = '', ...others] = cell === null ? [paint('dim', NULL_TEXT)] : cell.split('\n').map(visibleText);
      write(`${paint('bold', name)}${' '.repeat(this.width - textWidth(name))} | ${first}`);
      for (const line of others) write(`${' '.repeat(this.width)} | ${line}`);
    }
  }

  end(): void {
    this.options.write(rowCount(this.count));
  }
}
