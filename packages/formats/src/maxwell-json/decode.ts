import { type Row, RowKind } from '@tsql/core';
import type { EnvelopeReader } from '../changelog-json/envelope.js';
import { completeOldRow } from '../changelog-json/old-rows.js';

/** What a message of Maxwell says. */
export const maxwellReader: EnvelopeReader = {
  read(message, type, emit) {
    const kind = message.field('type');
    if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') {
      throw new Error(`'type' is ${kind === null ? 'missing' : `'${String(kind)}'`}, not insert, update or delete`);
    }
    const data = message.field('data') as Row | null;
    if (data === null) throw new Error("'data' is missing");
    if (kind === 'update') {
      const old = message.field('old') as Row | null;
      if (old === null) throw new Error("'old' is missing");
      emit(completeOldRow(old, data, type, message), RowKind.UPDATE_BEFORE);
      emit(data, RowKind.UPDATE_AFTER);
    } else {
      emit(data, kind === 'insert' ? RowKind.INSERT : RowKind.DELETE);
    }
  },
};
