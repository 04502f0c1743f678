import { RowKind } from '@tsql/core';
import type { EnvelopeReader } from '../changelog-json/envelope.js';

const REPLICA_IDENTITY =
  "'before' is null: with PostgreSQL, the table needs REPLICA IDENTITY FULL for the old row to be part of the message";

/** What a message of Debezium says. */
export const debeziumReader: EnvelopeReader = {
  payloadField: (options) => (options['schema-include'] === true ? 'payload' : undefined),
  read(message, emit) {
    const before = message.row('before');
    const after = message.row('after');
    switch (message.field('op')) {
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
        throw new Error(
          `'op' is ${message.field('op') === null ? 'missing' : `'${String(message.field('op'))}'`}, not c, r, u or d`,
        );
    }
  },
};
