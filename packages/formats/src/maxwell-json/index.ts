import { changelogFormat } from '../changelog-json/index.js';
import { maxwellReader } from './decode.js';
import { maxwellWriter } from './encode.js';
import { MAXWELL_JSON_OPTIONS } from './options.js';
import { MAXWELL_JSON_SCHEMA } from './schema.js';

/** Flink's `maxwell-json` format. */
export const maxwellJsonFormat = changelogFormat({
  identifier: 'maxwell-json',
  options: MAXWELL_JSON_OPTIONS,
  ...MAXWELL_JSON_SCHEMA,
  ...maxwellReader,
  ...maxwellWriter,
});
