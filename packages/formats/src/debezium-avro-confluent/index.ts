import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { checkTypes } from '../avro/check-types.js';
import { rowWriter } from '../avro/compile-writer.js';
import { FramedDeserializer } from '../avro-confluent/decode.js';
import { FramedSerializer } from '../avro-confluent/encode.js';
import { connectionOf, hasSubject, optionsOf, resolveRegistryOptions } from '../avro-confluent/options.js';
import { checkSchema } from '../avro-confluent/schema.js';
import { RegistryClient } from '../registry/client.js';
import { emitChange } from './decode.js';
import { messageOf } from './encode.js';
import { generateWriter } from './generate-writer.js';
import { DEBEZIUM_AVRO_OPTIONS } from './options.js';
import { envelopeOf, schemaOf } from './schema.js';

function plan(context: FormatContext, role: 'source' | 'sink'): FormatPlan | undefined {
  const options = resolveRegistryOptions(context, DEBEZIUM_AVRO_OPTIONS);
  if (!checkTypes(context, { format: 'debezium-avro-confluent', role, isLegacy: true })) return undefined;
  if (!checkSchema(context, options.schema, envelopeOf(context.rowType))) return undefined;
  return { identifier: 'debezium-avro-confluent', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `debezium-avro-confluent` format. */
export const debeziumAvroConfluentFormat: FormatFactory = {
  identifier: 'debezium-avro-confluent',
  options: DEBEZIUM_AVRO_OPTIONS,
  decodingChangelogMode: 'all',
  encodingChangelogMode: 'all',
  metadata: [],
  planDecoding: (context) => plan(context, 'source'),
  planEncoding(context) {
    const planned = plan(context, 'sink');
    return planned === undefined || hasSubject(context, planned) ? planned : undefined;
  },
  createDeserializer: (format) =>
    new FramedDeserializer({
      format: 'Debezium Avro',
      type: envelopeOf(format.rowType),
      schema: schemaOf(format),
      registry: new RegistryClient(connectionOf(optionsOf(format))),
      emit: emitChange,
      skipsEmpty: true,
    }),
  createSerializer(format) {
    const schema = schemaOf(format);
    const write = rowWriter(envelopeOf(format.rowType), schema);
    return new FramedSerializer({
      format: 'Debezium Avro',
      schema,
      subject: optionsOf(format).subject ?? '',
      registry: new RegistryClient(connectionOf(optionsOf(format))),
      write: (row, kind, target) => write(messageOf(row, kind), target),
    });
  },
  generateWriter,
};
