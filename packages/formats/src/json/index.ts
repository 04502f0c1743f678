import { type FormatContext, type FormatFactory, type FormatPlan, LINE_FRAMING } from '@tsql/core';
import { JsonDeserializer } from './decode.js';
import { JsonSerializer } from './encode.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { JSON_OPTIONS, optionsOf, resolveJsonOptions } from './options.js';
import { checkTypes } from './schema.js';

function plan(context: FormatContext, isReading: boolean): FormatPlan | undefined {
  const options = resolveJsonOptions(context, isReading);
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
  planDecoding: (context) => plan(context, true),
  planEncoding: (context) => plan(context, false),
  createDeserializer: (format) => new JsonDeserializer(format, optionsOf(format)),
  createSerializer: (format) => new JsonSerializer(format, optionsOf(format)),
  generateReader,
  generateWriter,
  fileFraming: LINE_FRAMING,
};
