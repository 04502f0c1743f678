import { array, type Row, RowKind, STRING, timestampLtz } from '@tsql/core';
import { changelogFormat } from '../changelog-json/index.js';
import { changelogOptions } from '../changelog-json/options.js';
import { parseEventTimestamp, parseIngestionTimestamp } from './temporal.js';

/** Flink's `ogg-json` format: Oracle GoldenGate. */
export const oggJsonFormat = changelogFormat({
  identifier: 'ogg-json',
  options: changelogOptions('ogg-json'),
  metadata: [
    { key: 'table', type: STRING, doc: 'The table of the change.', field: 'table', fieldType: STRING },
    {
      key: 'primary-keys',
      type: array(STRING),
      doc: 'The names of the primary key.',
      field: 'primary_keys',
      fieldType: array(STRING),
    },
    {
      key: 'ingestion-timestamp',
      type: timestampLtz(6),
      doc: 'When GoldenGate processed the change.',
      field: 'current_ts',
      fieldType: STRING,
      convert: (value) => parseIngestionTimestamp(value as string),
    },
    {
      key: 'event-timestamp',
      type: timestampLtz(6),
      doc: 'When the change was made in the database.',
      field: 'op_ts',
      fieldType: STRING,
      convert: (value) => parseEventTimestamp(value as string),
    },
  ],
  fields: (row) => [
    { name: 'before', type: { ...row, nullable: true } },
    { name: 'after', type: { ...row, nullable: true } },
    { name: 'op_type', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'before', type: row },
    { name: 'after', type: row },
    { name: 'op_type', type: STRING },
  ],
  read({ field }, _type, emit) {
    const rowOf = (name: string): Row => {
      const value = field(name) as Row | null;
      if (value === null) throw new Error(`'${name}' is missing`);
      return value;
    };
    switch (field('op_type')) {
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
          `'op_type' is ${field('op_type') === null ? 'missing' : `'${String(field('op_type'))}'`}, not I, U or D`,
        );
    }
  },
  write: (row, isRetraction) => (isRetraction ? [row, null, 'D'] : [null, row, 'I']),
});
