import { array, BIGINT, INT, map, STRING, Timestamp, timestampLtz, type Value } from '@tsql/core';
import type { EnvelopeSchema } from '../changelog-json/envelope.js';

const instant = (value: Value) => new Timestamp(Number(value));

/** The message of Canal. */
export const CANAL_JSON_SCHEMA: EnvelopeSchema = {
  fields: (row) => [
    { name: 'data', type: array(row) },
    { name: 'old', type: array(row) },
    { name: 'type', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'data', type: array(row) },
    { name: 'type', type: STRING },
  ],
  metadata: [
    { key: 'database', type: STRING, doc: 'The database of the change.', field: 'database', fieldType: STRING },
    { key: 'table', type: STRING, doc: 'The table of the change.', field: 'table', fieldType: STRING },
    {
      key: 'sql-type',
      type: map(STRING, INT),
      doc: 'The SQL types of the fields.',
      field: 'sqlType',
      fieldType: map(STRING, INT),
    },
    {
      key: 'pk-names',
      type: array(STRING),
      doc: 'The names of the primary key.',
      field: 'pkNames',
      fieldType: array(STRING),
    },
    {
      key: 'ingestion-timestamp',
      type: timestampLtz(3),
      doc: 'When Canal processed the change.',
      field: 'ts',
      fieldType: BIGINT,
      convert: instant,
    },
    {
      key: 'event-timestamp',
      type: timestampLtz(3),
      doc: 'When the change was made in the database.',
      field: 'es',
      fieldType: BIGINT,
      convert: instant,
    },
  ],
};
