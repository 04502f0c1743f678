import { array, STRING, timestampLtz } from '@tsql/core';
import type { EnvelopeSchema } from '../changelog-json/envelope.js';
import { parseEventTimestamp, parseIngestionTimestamp } from './temporal.js';

/** The message of Oracle GoldenGate. */
export const OGG_JSON_SCHEMA: EnvelopeSchema = {
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
};
