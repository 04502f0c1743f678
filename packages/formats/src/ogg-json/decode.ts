import { RowKind } from '@tsql/core';
import type { EnvelopeReader, Message } from '../changelog-json/envelope.js';

function rowOf<R>(message: Message<R>, name: string): R {
  const row = message.row(name);
  if (row === null) throw new Error(`'${name}' is missing`);
  return row;
}

/** What a message of Oracle GoldenGate says. */
export const oggReader: EnvelopeReader = {
  read(message, emit) {
    switch (message.field('op_type')) {
      case 'I':
        emit(rowOf(message, 'after'), RowKind.INSERT);
        return;
      case 'U': {
        const before = rowOf(message, 'before');
        const after = rowOf(message, 'after');
        emit(before, RowKind.UPDATE_BEFORE);
        emit(after, RowKind.UPDATE_AFTER);
        return;
      }
      case 'D':
        emit(rowOf(message, 'before'), RowKind.DELETE);
        return;
      default:
        throw new Error(
          `'op_type' is ${message.field('op_type') === null ? 'missing' : `'${String(message.field('op_type'))}'`}, not I, U or D`,
        );
    }
  },
};
