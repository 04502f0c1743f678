import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { checkTypes } from './check-types.js';
import { AVRO_CONTAINER } from './container/index.js';
import { AvroDeserializer } from './decode.js';
import { AvroSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { AVRO_OPTIONS, resolveAvroOptions } from './options.js';

function plan(context: FormatContext, role: 'source' | 'sink'): FormatPlan | undefined {
  const options = resolveAvroOptions(context);
  if (!checkTypes(context, { format: 'avro', role, isLegacy: options.legacyTimestampMapping })) return undefined;
  return { identifier: 'avro', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `avro` format: records without their schema. */
export const avroFormat: FormatFactory = {
  identifier: 'avro',
  options: AVRO_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: (context) => plan(context, 'source'),
  planEncoding: (context) => plan(context, 'sink'),
  createDeserializer: (format) => new AvroDeserializer(format),
  createSerializer: (format) => new AvroSerializer(format),
  generateReader,
  generateWriter,
  fileFraming: AVRO_CONTAINER,
};
