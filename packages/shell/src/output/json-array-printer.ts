import type { Row, RowKind } from '@tsql/core';
import type { RowPrinter } from '@tsql/session';
import type { ResultPrinter } from './result-printer.js';

/** One JSON array of the objects that another printer writes a line each. */
export class JsonArrayPrinter implements ResultPrinter {
  private held: string | undefined;
  private count = 0;
  private readonly lines: RowPrinter;

  constructor(
    create: (write: (line: string) => void) => RowPrinter,
    private readonly write: (line: string) => void,
  ) {
    this.lines = create((line) => this.take(line));
  }

  row(row: Row, kind: RowKind): void {
    this.lines.row(row, kind);
  }

  /** The last object has no comma behind it: each is held until the next one is there. */
  private take(line: string): void {
    if (this.held !== undefined) this.write(`${this.count++ === 0 ? '[' : ' '}${this.held},`);
    this.held = line;
  }

  end(): void {
    const opening = this.count === 0 ? '[' : ' ';
    this.write(this.held === undefined ? '[]' : `${opening}${this.held}]`);
  }
}
