import { type Row, type RowCollector, RowKind } from '@tsql/core';

/** Hands the rows of a message on. */
export function emitChange([before, after, op]: Row, collect: RowCollector): void {
  const rowOf = (row: unknown, name: string): Row => {
    if (row === null) throw new Error(`'${name}' is null`);
    return row as Row;
  };
  switch (op) {
    case 'c':
    case 'r':
      collect(rowOf(after, 'after'), RowKind.INSERT);
      return;
    case 'u': {
      const rows = [rowOf(before, 'before'), rowOf(after, 'after')] as const;
      collect(rows[0], RowKind.UPDATE_BEFORE);
      collect(rows[1], RowKind.UPDATE_AFTER);
      return;
    }
    case 'd':
      collect(rowOf(before, 'before'), RowKind.DELETE);
      return;
    default:
      throw new Error(`'op' is ${op === null ? 'missing' : `'${String(op)}'`}, not c, r, u or d`);
  }
}
