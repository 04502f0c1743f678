import { ROW_KIND_SYMBOLS, type Row, type RowKind } from '@tsql/core';
import { textWidth } from '../editor/graphemes.js';
import { cellTexts, isNumeric, type ResultColumn } from './result-column.js';
import { type PrintOptions, type ResultPrinter, rowCount } from './result-printer.js';
import { fittingWidths, NULL_TEXT, naturalWidths, ruleLine, tableLine } from './table-layout.js';
import { VerticalPrinter } from './vertical-printer.js';
import { visibleText } from './visible-text.js';

/** So many rows are looked at for the columns' widths before the first one is shown. */
const ROWS_LOOKED_AT = 500;

/** A table as wide as its texts, and no wider than the terminal; where it cannot fit, one column a line. */
export class TablePrinter implements ResultPrinter {
  private count = 0;
  private held: { readonly row: Row; readonly kind: RowKind }[] = [];
  private widths: number[] | undefined;
  private instead: VerticalPrinter | undefined;
  private readonly texts: (row: Row) => (string | null)[];
  private readonly names: readonly string[];
  private readonly isRight: readonly boolean[];

  constructor(
    private readonly columns: readonly ResultColumn[],
    private readonly options: PrintOptions,
  ) {
    this.texts = cellTexts(columns, options.localTimeZone);
    const op = options.showsKind ? ['op'] : [];
    this.names = [...op, ...columns.map(({ name }) => name)];
    this.isRight = [...op.map(() => false), ...columns.map(isNumeric)];
    if (options.expanded === 'on') this.instead = new VerticalPrinter(columns, options);
  }

  row(row: Row, kind: RowKind): void {
    if (this.instead !== undefined) {
      this.instead.row(row, kind);
      return;
    }
    this.count++;
    if (this.widths === undefined) this.held.push({ row, kind });
    else this.line(this.cells(row, kind));
    if (this.held.length >= ROWS_LOOKED_AT) this.flush();
  }

  flush(): void {
    if (this.held.length === 0) return;
    const held = this.held;
    this.held = [];
    const cells = held.map(({ row, kind }) => this.cells(row, kind));
    this.widths = this.chooseWidths(naturalWidths(this.names, cells));
    if (this.widths === undefined) {
      this.instead = new VerticalPrinter(this.columns, this.options);
      for (const { row, kind } of held) this.instead.row(row, kind);
      return;
    }
    this.header(this.widths);
    for (const line of cells) this.line(line);
  }

  end(): void {
    this.flush();
    if (this.instead !== undefined) {
      this.instead.end();
      return;
    }
    if (this.widths !== undefined) this.options.write(ruleLine(this.widths));
    this.options.write(rowCount(this.count));
  }

  private chooseWidths(natural: number[]): number[] | undefined {
    const { columns, expanded } = this.options;
    if (columns === undefined) return natural;
    return fittingWidths(natural, columns) ?? (expanded === 'off' ? natural : undefined);
  }

  private header(widths: readonly number[]): void {
    const { write, paint } = this.options;
    write(ruleLine(widths));
    write(tableLine(this.names, { widths, isRight: this.isRight, paint }, 'bold'));
    write(ruleLine(widths));
  }

  private cells(row: Row, kind: RowKind): (string | null)[] {
    const cells = this.texts(row);
    return this.options.showsKind ? [ROW_KIND_SYMBOLS[kind], ...cells] : cells;
  }

  /** A later row may be wider than those that were looked at: its columns grow where there is room. */
  private line(cells: (string | null)[]): void {
    const widths = this.widths ?? [];
    const wider = widths.map((width, index) => Math.max(width, textWidth(visibleText(cells[index] ?? NULL_TEXT))));
    if (wider.some((width, index) => width > (widths[index] ?? 0))) {
      this.widths = this.chooseWidths(wider) ?? widths;
    }
    const { write, paint } = this.options;
    write(tableLine(cells, { widths: this.widths ?? widths, isRight: this.isRight, paint }));
  }
}
