import { type LogicalType, ROW_KIND_SYMBOLS, type Row, type RowKind, type Value } from '@tsql/core';
import type { PlanField } from '@tsql/planner';
import { eastAsianWidth } from 'get-east-asian-width';
import { cellText } from './cell-text.js';
import type { ResultOptions, RowPrinter } from './row-printer.js';

/** The width that a text takes: its UTF-16 units, and one more for each wide code point, as Flink's printer counts. */
export function displayWidth(text: string): number {
  let width = text.length;
  for (const character of text) if (eastAsianWidth(character.codePointAt(0) ?? 0) === 2) width++;
  return width;
}

/** A column as wide as its type needs at most, as Flink's `TableauStyle`. */
function typeWidth(type: LogicalType, maxWidth: number): number {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
      return 6;
    case 'INTEGER':
      return 11;
    case 'BIGINT':
      return 20;
    case 'DECIMAL':
      return Math.max(6, type.precision + 2);
    case 'DATE':
      return 10;
    case 'TIME':
      return 8;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return type.precision === 0 ? 19 : type.precision <= 3 ? 23 : type.precision <= 6 ? 26 : 29;
    default:
      return maxWidth;
  }
}

/** Prints the rows of a query as Flink's `TableResult.print()` does: widths by type, everything to the right. */
export class TablePrinter implements RowPrinter {
  private count = 0;
  private readonly widths: readonly number[];
  private readonly texts: readonly ((value: Value) => string)[];

  constructor(
    private readonly fields: readonly PlanField[],
    private readonly options: ResultOptions,
  ) {
    this.widths = fields.map((field) =>
      Math.max(displayWidth(field.name), typeWidth(field.type, options.maxColumnWidth)),
    );
    this.texts = fields.map((field) => cellText(field.type, options.localTimeZone));
  }

  row(row: Row, kind: RowKind): void {
    if (this.count++ === 0) this.header();
    const cells = this.fields.map((_, index) => {
      const value = row[index] ?? null;
      return value === null ? '<NULL>' : (this.texts[index]?.(value) ?? '');
    });
    this.line(this.options.showsKind ? [ROW_KIND_SYMBOLS[kind], ...cells] : cells);
  }

  end(): void {
    if (this.count === 0) {
      this.options.write('Empty set');
      return;
    }
    this.rule();
    this.options.write(this.count === 1 ? '1 row in set' : `${this.count} rows in set`);
  }

  private header(): void {
    this.rule();
    const names = this.fields.map((field) => field.name);
    this.line(this.options.showsKind ? ['op', ...names] : names, true);
    this.rule();
  }

  private columns(): number[] {
    return this.options.showsKind ? [2, ...this.widths] : [...this.widths];
  }

  private rule(): void {
    this.options.write(
      `+${this.columns()
        .map((width) => '-'.repeat(width + 2))
        .join('+')}+`,
    );
  }

  private line(cells: readonly string[], isHeader = false): void {
    const widths = this.columns();
    this.options.write(`|${cells.map((cell, index) => ` ${fit(cell, widths[index] ?? 0, isHeader)} `).join('|')}|`);
  }
}

/** Cut to the width with three dots behind, or filled up with blanks before. */
function fit(text: string, width: number, isHeader: boolean): string {
  const own = displayWidth(text);
  if (own <= width || isHeader) return ' '.repeat(Math.max(0, width - own)) + text;
  let cut = '';
  let used = 0;
  for (const unit of text) {
    const step = displayWidth(unit);
    if (used + step > width - 3) break;
    cut += unit;
    used += step;
  }
  return `${' '.repeat(width - 3 - used)}${cut}...`;
}

/** Prints the answer of SHOW and DESCRIBE: widths by the data. */
export function printResult(
  columns: readonly { readonly name: string }[],
  rows: readonly (readonly (string | null)[])[],
  write: (line: string) => void,
): void {
  if (rows.length === 0) {
    write('Empty set');
    return;
  }
  const texts = rows.map((row) => row.map((cell) => cell ?? '<NULL>'));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.name), ...texts.map((row) => displayWidth(row[index] ?? ''))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[]) =>
    `|${cells.map((cell, index) => ` ${' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)))}${cell} `).join('|')}|`;
  write(rule);
  write(line(columns.map((column) => column.name)));
  write(rule);
  for (const row of texts) write(line(row));
  write(rule);
  write(rows.length === 1 ? '1 row in set' : `${rows.length} rows in set`);
}
