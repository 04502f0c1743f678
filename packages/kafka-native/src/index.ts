export * from './client.js';
export { loadAddon } from './load.js';
export type * from './record-batch.js';
