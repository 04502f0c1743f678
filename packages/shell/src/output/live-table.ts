import { type Row, RowKind } from '@tsql/core';
import { cellTexts, type ResultColumn } from './result-column.js';
import type { ResultPrinter } from './result-printer.js';

/** A part of the terminal that is painted anew. */
export interface LiveArea {
  /** Shows lines in place of the last ones. */
  readonly paint: (lines: readonly string[]) => void;
  readonly clear: () => void;
}

export interface LiveTableOptions {
  readonly columns: readonly ResultColumn[];
  readonly localTimeZone: string;
  /** Prints rows to given lines. */
  readonly printer: (write: (line: string) => void) => ResultPrinter;
  /** Prints the rows that are there at the end. */
  readonly final: () => ResultPrinter;
  /** Undefined where nothing can be painted anew: then the table is shown at the end alone. */
  readonly live: LiveArea | undefined;
}

/** The table that changes make, shown as it is now, and left standing at the end. An updated row keeps its place. */
export class LiveTable implements ResultPrinter {
  private readonly rows: (Row | undefined)[] = [];
  /** Where rows of the same texts stand. */
  private readonly places = new Map<string, number[]>();
  private readonly texts: (row: Row) => (string | null)[];
  /** The place of the row that is being updated. */
  private freed: number | undefined;
  private hasChanged = false;

  constructor(private readonly options: LiveTableOptions) {
    this.texts = cellTexts(options.columns, options.localTimeZone);
  }

  row(row: Row, kind: RowKind): void {
    const key = JSON.stringify(this.texts(row));
    if (kind === RowKind.UPDATE_BEFORE) this.freed = this.remove(key);
    else if (kind === RowKind.DELETE) this.remove(key);
    else this.add(key, row, kind === RowKind.UPDATE_AFTER ? this.freed : undefined);
    if (kind !== RowKind.UPDATE_BEFORE) this.freed = undefined;
    this.hasChanged = true;
  }

  /** Called now and then: paints what has changed since. */
  flush(): void {
    const { live, printer } = this.options;
    if (live === undefined || !this.hasChanged) return;
    this.hasChanged = false;
    const lines: string[] = [];
    this.print(printer((line) => lines.push(line)));
    live.paint(lines);
  }

  end(): void {
    this.options.live?.clear();
    this.print(this.options.final());
  }

  private add(key: string, row: Row, place = this.rows.length): void {
    this.rows[place] = row;
    this.places.set(key, [...(this.places.get(key) ?? []), place]);
  }

  /** The place that became free; undefined where there was no such row. */
  private remove(key: string): number | undefined {
    const places = this.places.get(key) ?? [];
    const place = places.pop();
    if (places.length === 0) this.places.delete(key);
    if (place !== undefined) this.rows[place] = undefined;
    return place;
  }

  private print(printer: ResultPrinter): void {
    for (const row of this.rows) if (row !== undefined) printer.row(row, RowKind.INSERT);
    printer.end();
  }
}
