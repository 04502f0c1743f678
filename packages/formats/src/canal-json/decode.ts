import { compileWholeJavaRegex, RowKind } from '@tsql/core';
import type { EnvelopeReader, Message, MessageFilter } from '../changelog-json/envelope.js';
import { textOf } from '../json/tree.js';

/** Whether a field of the message matches. A message without the field is at fault. */
function matches(name: string, pattern: unknown): MessageFilter {
  if (pattern === undefined) return () => true;
  const whole = compileWholeJavaRegex(String(pattern));
  return (document, usesDecimals) => {
    const value = document.get(name);
    if (value === undefined) throw new Error(`'${name}' is missing`);
    return whole.test(textOf(value, usesDecimals));
  };
}

function rowsOf<R>(message: Message<R>, name: string): readonly R[] {
  const rows = message.rows(name);
  if (rows === null) throw new Error(`'${name}' is missing`);
  return rows;
}

/** What a message of Canal says. */
export const canalReader: EnvelopeReader = {
  filterFields: ['database', 'table'],
  filter(options) {
    const isDatabase = matches('database', options['database.include']);
    const isTable = matches('table', options['table.include']);
    return (document, usesDecimals) => isDatabase(document, usesDecimals) && isTable(document, usesDecimals);
  },
  oldField: 'old',
  read(message, emit) {
    switch (message.field('type')) {
      case 'INSERT':
        for (const row of rowsOf(message, 'data')) emit(row, RowKind.INSERT);
        return;
      case 'UPDATE': {
        const old = rowsOf(message, 'old');
        for (const [index, after] of rowsOf(message, 'data').entries()) {
          const before = old[index];
          if (before === undefined) throw new Error("'old' has fewer rows than 'data'");
          emit(after, RowKind.UPDATE_BEFORE, before);
          emit(after, RowKind.UPDATE_AFTER);
        }
        return;
      }
      case 'DELETE':
        for (const row of rowsOf(message, 'data')) emit(row, RowKind.DELETE);
        return;
      case 'CREATE':
        // A change of the table itself.
        return;
      default:
        throw new Error(
          `'type' is ${message.field('type') === null ? 'missing' : `'${String(message.field('type'))}'`}, not INSERT, UPDATE, DELETE or CREATE`,
        );
    }
  },
};
