export * from './connector/index.js';
export * from './diagnostics/index.js';
export * from './format/index.js';
export * from './options/index.js';
export * from './regexp/index.js';
export * from './transport/index.js';
export * from './types/index.js';
export * from './values/index.js';
