import { RowKind } from '@tsql/core';
import type { EnvelopeReader } from '../changelog-json/envelope.js';

/** What a message of Maxwell says. */
export const maxwellReader: EnvelopeReader = {
  oldField: 'old',
  read(message, emit) {
    const kind = message.field('type');
    if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') {
      throw new Error(`'type' is ${kind === null ? 'missing' : `'${String(kind)}'`}, not insert, update or delete`);
    }
    const data = message.row('data');
    if (data === null) throw new Error("'data' is missing");
    if (kind === 'update') {
      const old = message.row('old');
      if (old === null) throw new Error("'old' is missing");
      emit(data, RowKind.UPDATE_BEFORE, old);
      emit(data, RowKind.UPDATE_AFTER);
    } else {
      emit(data, kind === 'insert' ? RowKind.INSERT : RowKind.DELETE);
    }
  },
};
