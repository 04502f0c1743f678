import { changelogFormat } from '../changelog-json/index.js';
import { debeziumReader } from './decode.js';
import { debeziumWriter } from './encode.js';
import { DEBEZIUM_JSON_OPTIONS } from './options.js';
import { DEBEZIUM_JSON_SCHEMA } from './schema.js';

/** Flink's `debezium-json` format. */
export const debeziumJsonFormat = changelogFormat({
  identifier: 'debezium-json',
  options: DEBEZIUM_JSON_OPTIONS,
  ...DEBEZIUM_JSON_SCHEMA,
  ...debeziumReader,
  ...debeziumWriter,
});
