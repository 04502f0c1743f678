import { changelogFormat } from '../changelog-json/index.js';
import { canalReader } from './decode.js';
import { canalWriter } from './encode.js';
import { CANAL_JSON_OPTIONS } from './options.js';
import { CANAL_JSON_SCHEMA } from './schema.js';

/** Flink's `canal-json` format. */
export const canalJsonFormat = changelogFormat({
  identifier: 'canal-json',
  options: CANAL_JSON_OPTIONS,
  ...CANAL_JSON_SCHEMA,
  ...canalReader,
  ...canalWriter,
});
