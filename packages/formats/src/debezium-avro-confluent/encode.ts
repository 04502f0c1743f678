import { type Row, RowKind } from '@tsql/core';

/** The message of a row: an update is a delete and an insert. */
export function messageOf(row: Row, kind: RowKind): Row {
  const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
  return isRetraction ? [row, null, 'd'] : [null, row, 'c'];
}
