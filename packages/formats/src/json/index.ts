import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { JsonDeserializer } from './decode.js';
import { JsonSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { JSON_OPTIONS, optionsOf, resolveJsonOptions } from './options.js';
import { checkTypes } from './schema.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveJsonOptions(context);
  if (!checkTypes(context)) return undefined;
  return { identifier: 'json', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `json` format. */
export const jsonFormat: FormatFactory = {
  identifier: 'json',
  options: JSON_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new JsonDeserializer(format, optionsOf(format)),
  createSerializer: (format) => new JsonSerializer(format, optionsOf(format)),
  generateReader,
  generateWriter,
};
