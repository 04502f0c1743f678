import {
  type FormatContext,
  type FormatFactory,
  type FormatPlan,
  type Row,
  type RowCollector,
  RowKind,
  type RowType,
  STRING,
} from '@tsql/core';
import { checkTypes } from '../avro/check-types.js';
import { rowWriter } from '../avro/encode.js';
import { type AvroSchema, deriveSchema } from '../avro/schema.js';
import { checkSchema } from '../avro-confluent/check-schema.js';
import { FramedDeserializer } from '../avro-confluent/decode.js';
import { FramedSerializer } from '../avro-confluent/encode.js';
import {
  connectionOf,
  hasSubject,
  optionsOf,
  registryOptions,
  resolveRegistryOptions,
} from '../avro-confluent/options.js';
import { RegistryClient } from '../registry/client.js';

const OPTIONS = registryOptions('debezium-avro-confluent');

function plan(context: FormatContext, role: 'source' | 'sink'): FormatPlan | undefined {
  const options = resolveRegistryOptions(context, OPTIONS);
  if (!checkTypes(context, { format: 'debezium-avro-confluent', role, isLegacy: true })) return undefined;
  if (!checkSchema(context, options.schema, envelopeOf(context.rowType))) return undefined;
  return { identifier: 'debezium-avro-confluent', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** The message: the row before and after the change, and what was done. */
function envelopeOf(row: RowType): RowType {
  const nullable = { ...row, nullable: true };
  const fields = [
    { name: 'before', type: nullable },
    { name: 'after', type: nullable },
    { name: 'op', type: STRING },
  ];
  return { kind: 'ROW', nullable: true, fields };
}

function emitChange([before, after, op]: Row, collect: RowCollector): void {
  const rowOf = (row: unknown, name: string): Row => {
    if (row === null) throw new Error(`'${name}' is null`);
    return row as Row;
  };
  switch (op) {
    case 'c':
    case 'r':
      collect(rowOf(after, 'after'), RowKind.INSERT);
      return;
    case 'u': {
      const rows = [rowOf(before, 'before'), rowOf(after, 'after')] as const;
      collect(rows[0], RowKind.UPDATE_BEFORE);
      collect(rows[1], RowKind.UPDATE_AFTER);
      return;
    }
    case 'd':
      collect(rowOf(before, 'before'), RowKind.DELETE);
      return;
    default:
      throw new Error(`'op' is ${op === null ? 'missing' : `'${String(op)}'`}, not c, r, u or d`);
  }
}

/** Flink's `debezium-avro-confluent` format. */
export const debeziumAvroConfluentFormat: FormatFactory = {
  identifier: 'debezium-avro-confluent',
  options: OPTIONS,
  decodingChangelogMode: 'all',
  encodingChangelogMode: 'all',
  metadata: [],
  planDecoding: (context) => plan(context, 'source'),
  planEncoding(context) {
    const planned = plan(context, 'sink');
    return planned === undefined || hasSubject(context, planned) ? planned : undefined;
  },
  createDeserializer(format) {
    const options = optionsOf(format);
    return new FramedDeserializer({
      format: 'Debezium Avro',
      type: envelopeOf(format.rowType),
      schema: schemaOf(format),
      registry: new RegistryClient(connectionOf(options)),
      emit: emitChange,
      skipsEmpty: true,
    });
  },
  createSerializer(format) {
    const options = optionsOf(format);
    const schema = schemaOf(format);
    const write = rowWriter(envelopeOf(format.rowType), schema);
    return new FramedSerializer({
      format: 'Debezium Avro',
      schema,
      subject: options.subject ?? '',
      registry: new RegistryClient(connectionOf(options)),
      write(row, kind, target) {
        const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
        write(isRetraction ? [row, null, 'd'] : [null, row, 'c'], target);
      },
    });
  },
};

/** The record stands in a union with null. */
function schemaOf(format: FormatPlan): AvroSchema {
  const { schema } = optionsOf(format);
  return schema === undefined ? deriveSchema(envelopeOf(format.rowType)) : (JSON.parse(schema) as AvroSchema);
}
