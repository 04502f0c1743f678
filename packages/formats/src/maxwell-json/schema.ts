import { array, BIGINT, STRING, Timestamp, timestampLtz } from '@tsql/core';
import type { EnvelopeSchema } from '../changelog-json/envelope.js';

/** The message of Maxwell. */
export const MAXWELL_JSON_SCHEMA: EnvelopeSchema = {
  fields: (row) => [
    { name: 'data', type: { ...row, nullable: true } },
    { name: 'old', type: { ...row, nullable: true } },
    { name: 'type', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'data', type: row },
    { name: 'type', type: STRING },
  ],
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
};
