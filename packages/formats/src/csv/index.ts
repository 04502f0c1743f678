import type { FormatContext, FormatFactory, FormatPlan } from '@tsql/core';
import { CsvDeserializer } from './decode.js';
import { CsvSerializer } from './encode.js';
import { CSV_OPTIONS, resolveCsvOptions } from './options.js';
import { checkTypes } from './schema.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveCsvOptions(context);
  if (!checkTypes(context)) return undefined;
  return { identifier: 'csv', options: { ...options }, rowType: context.rowType, metadata: [] };
}

/** Flink's `csv` format. */
export const csvFormat: FormatFactory = {
  identifier: 'csv',
  options: CSV_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new CsvDeserializer(format),
  createSerializer: (format) => new CsvSerializer(format),
};
