import { type FormatContext, type FormatFactory, type FormatPlan, RowKind } from '@tsql/core';
import { checkTypes } from '../avro/check-types.js';
import { rowWriter } from '../avro/compile-writer.js';
import { RegistryClient } from '../registry/client.js';
import { FramedDeserializer } from './decode.js';
import { FramedSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { connectionOf, hasSubject, optionsOf, registryOptions, resolveRegistryOptions } from './options.js';
import { checkSchema, schemaOf } from './schema.js';
import { registryViewer } from './viewer.js';

const OPTIONS = registryOptions('avro-confluent');

function plan(context: FormatContext, role: 'source' | 'sink'): FormatPlan | undefined {
  const options = resolveRegistryOptions(context, OPTIONS);
  if (!checkTypes(context, { format: 'avro-confluent', role, isLegacy: true })) return undefined;
  if (!checkSchema(context, options.schema, context.rowType)) return undefined;
  return { identifier: 'avro-confluent', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `avro-confluent` format: records framed with the id of their schema in a registry. */
export const avroConfluentFormat: FormatFactory = {
  identifier: 'avro-confluent',
  options: OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: (context) => plan(context, 'source'),
  planEncoding(context) {
    const planned = plan(context, 'sink');
    return planned === undefined || hasSubject(context, planned) ? planned : undefined;
  },
  createDeserializer(format) {
    const options = optionsOf(format);
    return new FramedDeserializer({
      format: 'Avro',
      type: format.rowType,
      schema: schemaOf(format),
      registry: new RegistryClient(connectionOf(options)),
      emit: (row, collect) => collect(row, RowKind.INSERT),
      skipsEmpty: false,
    });
  },
  createSerializer(format) {
    const options = optionsOf(format);
    const schema = schemaOf(format);
    const write = rowWriter(format.rowType, schema);
    return new FramedSerializer({
      format: 'Avro',
      schema,
      subject: options.subject ?? '',
      registry: new RegistryClient(connectionOf(options)),
      write: (row, _kind, target) => write(row, target),
    });
  },
  createViewer: (context) => registryViewer(new RegistryClient(connectionOf(resolveRegistryOptions(context, OPTIONS)))),
  generateReader,
  generateWriter,
};
