import { type Row, RowKind } from '@tsql/core';
import type { EnvelopeReader } from '../changelog-json/envelope.js';

const REPLICA_IDENTITY =
  "'before' is null: with PostgreSQL, the table needs REPLICA IDENTITY FULL for the old row to be part of the message";

/** What a message of Debezium says. */
export const debeziumReader: EnvelopeReader = {
  payload: (document, options) =>
    options['schema-include'] === true && document instanceof Map ? (document.get('payload') ?? null) : document,
  read({ field }, _row, emit) {
    const before = field('before') as Row | null;
    const after = field('after') as Row | null;
    switch (field('op')) {
      case 'c':
      case 'r':
        if (after === null) throw new Error("'after' is null");
        emit(after, RowKind.INSERT);
        return;
      case 'u':
        if (before === null) throw new Error(REPLICA_IDENTITY);
        if (after === null) throw new Error("'after' is null");
        emit(before, RowKind.UPDATE_BEFORE);
        emit(after, RowKind.UPDATE_AFTER);
        return;
      case 'd':
        if (before === null) throw new Error(REPLICA_IDENTITY);
        emit(before, RowKind.DELETE);
        return;
      default:
        throw new Error(`'op' is ${field('op') === null ? 'missing' : `'${String(field('op'))}'`}, not c, r, u or d`);
    }
  },
};
