import {
  BIGINT,
  booleanType,
  type MapValue,
  map,
  option,
  type Row,
  RowKind,
  STRING,
  Timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import type { EnvelopeMetadata } from '../changelog-json/envelope.js';
import { changelogFormat } from '../changelog-json/index.js';
import { changelogOptions } from '../changelog-json/options.js';
import { parseJavaLong } from '../json/java-text.js';

const schemaInclude = option('schema-include', booleanType, {
  defaultValue: false,
  doc: "Whether messages carry their schema, with the change in their field 'payload'.",
});

const REPLICA_IDENTITY =
  "'before' is null: with PostgreSQL, the table needs REPLICA IDENTITY FULL for the old row to be part of the message";

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

/** Flink's `debezium-json` format. */
export const debeziumJsonFormat = changelogFormat({
  identifier: 'debezium-json',
  options: changelogOptions('debezium-json', [schemaInclude]),
  metadata: METADATA,
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
  documentFields: ['schema'],
  payload: (document, options) =>
    options['schema-include'] === true && document instanceof Map ? (document.get('payload') ?? null) : document,
  read({ field }, _row, emit) {
    const before = field('before') as Row | null;
    const after = field('after') as Row | null;
    switch (field('op')) {
      case 'c':
      case 'r':
        if (after === null) throw new Error("'after' is null");
        emit(after, RowKind.INSERT);
        return;
      case 'u':
        if (before === null) throw new Error(REPLICA_IDENTITY);
        if (after === null) throw new Error("'after' is null");
        emit(before, RowKind.UPDATE_BEFORE);
        emit(after, RowKind.UPDATE_AFTER);
        return;
      case 'd':
        if (before === null) throw new Error(REPLICA_IDENTITY);
        emit(before, RowKind.DELETE);
        return;
      default:
        throw new Error(`'op' is ${field('op') === null ? 'missing' : `'${String(field('op'))}'`}, not c, r, u or d`);
    }
  },
  write: (row, isRetraction) => (isRetraction ? [row, null, 'd'] : [null, row, 'c']),
  refusesWriting: (options) =>
    options['schema-include'] === true
      ? "format 'debezium-json' cannot write with 'debezium-json.schema-include'"
      : undefined,
});
