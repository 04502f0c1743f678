import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { ProtobufDeserializer } from './decode.js';
import { ProtobufSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { PROTOBUF_OPTIONS, resolveProtobufOptions } from './options.js';
import { resolveMessage } from './schema.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveProtobufOptions(context);
  if (resolveMessage(context, options) === undefined) return undefined;
  return { identifier: 'protobuf', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `protobuf` format: messages of a class, here by the .proto files that define it. */
export const protobufFormat: FormatFactory = {
  identifier: 'protobuf',
  options: PROTOBUF_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new ProtobufDeserializer(format),
  createSerializer: (format) => new ProtobufSerializer(format),
  generateReader,
  generateWriter,
};
