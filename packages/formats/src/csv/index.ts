import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { CsvDeserializer } from './decode.js';
import { CsvSerializer } from './encode.js';
import { CSV_FRAMING } from './file-framing.js';
import { generateReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import { CSV_OPTIONS, optionsOf, resolveCsvOptions } from './options.js';
import { checkTypes } from './schema.js';

function plan(context: FormatContext, isReading: boolean): FormatPlan | undefined {
  const options = resolveCsvOptions(context);
  if (!checkTypes(context, isReading)) return undefined;
  return { identifier: 'csv', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `csv` format. */
export const csvFormat: FormatFactory = {
  identifier: 'csv',
  options: CSV_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: (context) => plan(context, true),
  planEncoding: (context) => plan(context, false),
  createDeserializer: (format) => new CsvDeserializer(format, optionsOf(format)),
  createSerializer: (format) => new CsvSerializer(format, optionsOf(format)),
  generateReader,
  generateWriter,
  fileFraming: CSV_FRAMING,
};
