import { diagnostic, type FormatContext, type FormatFactory, type FormatPlan, RowKind } from '@tsql/core';
import { rowWriter } from '../avro/encode.js';
import { type AvroSchema, checkTypes, hasSameStructure, recordSchema } from '../avro/schema.js';
import { RegistryClient } from '../registry/client.js';
import { FramedDeserializer } from './decode.js';
import { FramedSerializer } from './encode.js';
import { connectionOf, optionsOf, registryOptions, resolveRegistryOptions } from './options.js';

const OPTIONS = registryOptions('avro-confluent');

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveRegistryOptions(context, OPTIONS);
  if (!checkTypes(context, 'avro-confluent', true) || !checkSchema(context, options.schema)) return undefined;
  return { identifier: 'avro-confluent', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** A schema that is given has to be that of the table, but for names of records and documentation. */
function checkSchema({ entries, keyPrefix, rowType, accept }: FormatContext, text: string | undefined): boolean {
  if (text === undefined || fits(text, recordSchema(rowType))) return true;
  const entry = entries.get(`${keyPrefix}schema`);
  const args = {
    name: `${keyPrefix}schema`,
    value: entry?.shownValue ?? text,
    allowed: "a schema that matches the table's columns",
  };
  accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry?.valueSpan }));
  return false;
}

function fits(text: string, derived: AvroSchema): boolean {
  try {
    return hasSameStructure(JSON.parse(text) as AvroSchema, derived);
  } catch {
    return false;
  }
}

/** Flink's `avro-confluent` format: records framed with the id of their schema in a registry. */
export const avroConfluentFormat: FormatFactory = {
  identifier: 'avro-confluent',
  options: OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding(context) {
    const planned = plan(context);
    if (planned === undefined || optionsOf(planned).subject !== undefined) return planned;
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: `${context.keyPrefix}subject`, owner: OPTIONS.owner },
        { span: context.span },
      ),
    );
    return undefined;
  },
  createDeserializer(format) {
    const registry = new RegistryClient(connectionOf(optionsOf(format)));
    return new FramedDeserializer('Avro', format.rowType, registry, (row, collect) => collect(row, RowKind.INSERT));
  },
  createSerializer(format) {
    const options = optionsOf(format);
    const schema =
      options.schema === undefined ? recordSchema(format.rowType) : (JSON.parse(options.schema) as AvroSchema);
    const registry = new RegistryClient(connectionOf(options));
    const write = rowWriter(format.rowType);
    return new FramedSerializer('Avro', schema, options.subject ?? '', registry, (row, _kind, target) =>
      write(row, target),
    );
  },
};
