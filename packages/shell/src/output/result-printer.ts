import type { Row, RowKind } from '@tsql/core';
import type { RowPrinter } from '@tsql/session';
import type { Paint } from '../editor/palette.js';

/** Prints the rows of a result in one style. */
export interface ResultPrinter extends RowPrinter {
  row(row: Row, kind: RowKind): void;
  /** Shows what was held back to look at more rows first: the next ones are late. */
  flush?(): void;
}

export interface PrintOptions {
  /** True where a column `op` tells what each row does. */
  readonly showsKind: boolean;
  readonly localTimeZone: string;
  /** The width of the terminal; undefined where lines may be as long as they need. */
  readonly columns: number | undefined;
  /** What does not fit side by side is shown one column a line: always, never, or where it is needed. */
  readonly expanded: 'on' | 'off' | 'auto';
  readonly paint: Paint;
  readonly write: (line: string) => void;
}

export function rowCount(count: number): string {
  if (count === 0) return 'Empty set';
  return count === 1 ? '1 row in set' : `${count} rows in set`;
}
