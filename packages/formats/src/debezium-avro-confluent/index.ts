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
import { rowWriter } from '../avro/encode.js';
import { checkTypes, deriveSchema } from '../avro/schema.js';
import { FramedDeserializer } from '../avro-confluent/decode.js';
import { FramedSerializer } from '../avro-confluent/encode.js';
import { connectionOf, optionsOf, registryOptions, resolveRegistryOptions } from '../avro-confluent/options.js';
import { RegistryClient } from '../registry/client.js';

const OPTIONS = registryOptions('debezium-avro-confluent');

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveRegistryOptions(context, OPTIONS);
  if (!checkTypes(context, 'debezium-avro-confluent', true)) return undefined;
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
    case 'u':
      collect(rowOf(before, 'before'), RowKind.UPDATE_BEFORE);
      collect(rowOf(after, 'after'), RowKind.UPDATE_AFTER);
      return;
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
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer(format) {
    const registry = new RegistryClient(connectionOf(optionsOf(format)));
    return new FramedDeserializer('Debezium Avro', envelopeOf(format.rowType), registry, emitChange);
  },
  createSerializer(format) {
    const options = optionsOf(format);
    const envelope = envelopeOf(format.rowType);
    const write = rowWriter(envelope);
    const registry = new RegistryClient(connectionOf(options));
    return new FramedSerializer(
      'Debezium Avro',
      deriveSchema(envelope),
      options.subject ?? '',
      registry,
      (row, kind, target) => {
        const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
        // The record stands in a union with null.
        target.writeByte(2);
        write(isRetraction ? [row, null, 'd'] : [null, row, 'c'], target);
      },
    );
  },
};
