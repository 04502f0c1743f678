import { array, BIGINT, type Row, RowKind, STRING, Timestamp, timestampLtz } from '@tsql/core';
import { changelogFormat } from '../changelog-json/index.js';
import { completeOldRow } from '../changelog-json/old-rows.js';
import { changelogOptions } from '../changelog-json/options.js';

/** Flink's `maxwell-json` format. */
export const maxwellJsonFormat = changelogFormat({
  identifier: 'maxwell-json',
  options: changelogOptions('maxwell-json'),
  metadata: [
    { key: 'database', type: STRING, doc: 'The database of the change.', field: 'database', fieldType: STRING },
    { key: 'table', type: STRING, doc: 'The table of the change.', field: 'table', fieldType: STRING },
    {
      key: 'primary-key-columns',
      type: array(STRING),
      doc: 'The names of the primary key.',
      field: 'primary_key_columns',
      fieldType: array(STRING),
    },
    {
      key: 'ingestion-timestamp',
      type: timestampLtz(3),
      doc: 'When Maxwell processed the change.',
      field: 'ts',
      fieldType: BIGINT,
      // Maxwell counts seconds; Java's product of two longs wraps around.
      convert: (value) => new Timestamp(Number(BigInt.asIntN(64, (value as bigint) * 1000n))),
    },
  ],
  fields: (row) => [
    { name: 'data', type: { ...row, nullable: true } },
    { name: 'old', type: { ...row, nullable: true } },
    { name: 'type', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'data', type: row },
    { name: 'type', type: STRING },
  ],
  read({ field, tree }, type, emit) {
    const kind = field('type');
    if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') {
      throw new Error(`'type' is ${kind === null ? 'missing' : `'${String(kind)}'`}, not insert, update or delete`);
    }
    const data = field('data') as Row | null;
    if (data === null) throw new Error("'data' is missing");
    if (kind === 'update') {
      const old = field('old') as Row | null;
      if (old === null) throw new Error("'old' is missing");
      emit(completeOldRow(old, data, type, tree.get('old') ?? null), RowKind.UPDATE_BEFORE);
      emit(data, RowKind.UPDATE_AFTER);
    } else {
      emit(data, kind === 'insert' ? RowKind.INSERT : RowKind.DELETE);
    }
  },
  write: (row, isRetraction) => [row, isRetraction ? 'delete' : 'insert'],
});
