import { BIGINT, type MapValue, map, STRING, Timestamp, timestampLtz, type Value } from '@tsql/core';
import type { EnvelopeMetadata, EnvelopeSchema } from '../changelog-json/envelope.js';
import { parseJavaLong } from '../java/number-text.js';

/** Made of a field of `source`, a map of texts. */
function sourceMetadata(key: string, field: string, doc: string): EnvelopeMetadata {
  const convert = (value: Value) => entryOf(value, field);
  return { key, type: STRING, doc, field: 'source', fieldType: map(STRING, STRING), convert };
}

function entryOf(value: Value, name: string): Value {
  const { keys, values } = value as MapValue;
  const index = keys.indexOf(name);
  return index < 0 ? null : (values[index] ?? null);
}

const METADATA: readonly EnvelopeMetadata[] = [
  { key: 'schema', type: STRING, doc: "The message's schema as JSON.", field: 'schema', fieldType: STRING },
  {
    key: 'ingestion-timestamp',
    type: timestampLtz(3),
    doc: 'When the connector processed the change.',
    field: 'ts_ms',
    fieldType: BIGINT,
    convert: (value) => new Timestamp(Number(value)),
  },
  {
    key: 'source.timestamp',
    type: timestampLtz(3),
    doc: 'When the change was made in the database.',
    field: 'source',
    fieldType: map(STRING, STRING),
    convert(value) {
      const text = entryOf(value, 'ts_ms');
      return text === null ? null : new Timestamp(Number(parseJavaLong(text as string)));
    },
  },
  sourceMetadata('source.database', 'db', 'The database of the change.'),
  sourceMetadata('source.schema', 'schema', 'The schema of the change.'),
  sourceMetadata('source.table', 'table', 'The table of the change.'),
  {
    key: 'source.properties',
    type: map(STRING, STRING),
    doc: 'All properties of the source.',
    field: 'source',
    fieldType: map(STRING, STRING),
  },
];

/** The message of Debezium. */
export const DEBEZIUM_JSON_SCHEMA: EnvelopeSchema = {
  fields: (row) => [
    { name: 'before', type: { ...row, nullable: true } },
    { name: 'after', type: { ...row, nullable: true } },
    { name: 'op', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'before', type: row },
    { name: 'after', type: row },
    { name: 'op', type: STRING },
  ],
  metadata: METADATA,
  documentFields: ['schema'],
};
