import { type FormatContext, type FormatFactory, type FormatPlan, LINE_FRAMING } from '@tsql/core';
import { RawDeserializer } from './decode.js';
import { RawSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { RAW_OPTIONS, resolveRawOptions } from './options.js';
import { checkTypes } from './schema.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveRawOptions(context);
  if (!checkTypes(context)) return undefined;
  return { identifier: 'raw', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `raw` format: one column, as its bytes. A NULL column is a null value, a null value a row with NULL. */
export const rawFormat: FormatFactory = {
  identifier: 'raw',
  options: RAW_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new RawDeserializer(format),
  createSerializer: (format) => new RawSerializer(format),
  generateReader,
  generateWriter,
  fileFraming: LINE_FRAMING,
};
