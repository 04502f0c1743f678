import { changelogFormat } from '../changelog-json/index.js';
import { oggReader } from './decode.js';
import { oggWriter } from './encode.js';
import { OGG_JSON_OPTIONS } from './options.js';
import { OGG_JSON_SCHEMA } from './schema.js';

/** Flink's `ogg-json` format: Oracle GoldenGate. */
export const oggJsonFormat = changelogFormat({
  identifier: 'ogg-json',
  options: OGG_JSON_OPTIONS,
  ...OGG_JSON_SCHEMA,
  ...oggReader,
  ...oggWriter,
});
