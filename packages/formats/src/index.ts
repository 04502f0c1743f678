export { avroFormat } from './avro/index.js';
export { canalJsonFormat } from './canal-json/index.js';
export { csvFormat } from './csv/index.js';
export { debeziumJsonFormat } from './debezium-json/index.js';
export { jsonFormat } from './json/index.js';
export { maxwellJsonFormat } from './maxwell-json/index.js';
export { oggJsonFormat } from './ogg-json/index.js';
export { rawFormat } from './raw/index.js';
