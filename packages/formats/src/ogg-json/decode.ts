import { type Row, RowKind } from '@tsql/core';
import type { EnvelopeReader } from '../changelog-json/envelope.js';

/** What a message of Oracle GoldenGate says. */
export const oggReader: EnvelopeReader = {
  read(message, _type, emit) {
    const rowOf = (name: string): Row => {
      const value = message.field(name) as Row | null;
      if (value === null) throw new Error(`'${name}' is missing`);
      return value;
    };
    switch (message.field('op_type')) {
      case 'I':
        emit(rowOf('after'), RowKind.INSERT);
        return;
      case 'U': {
        const before = rowOf('before');
        const after = rowOf('after');
        emit(before, RowKind.UPDATE_BEFORE);
        emit(after, RowKind.UPDATE_AFTER);
        return;
      }
      case 'D':
        emit(rowOf('before'), RowKind.DELETE);
        return;
      default:
        throw new Error(
          `'op_type' is ${message.field('op_type') === null ? 'missing' : `'${String(message.field('op_type'))}'`}, not I, U or D`,
        );
    }
  },
};
