export { csvFormat } from './csv/index.js';
export { jsonFormat } from './json/index.js';
export { rawFormat } from './raw/index.js';
