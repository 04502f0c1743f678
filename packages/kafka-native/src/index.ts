export { createConsumer, createMockCluster, createProducer, librdkafkaVersion } from './addon.js';
export type * from './client.js';
export type * from './client-event.js';
export type * from './cluster-admin.js';
export { loadAddon } from './load.js';
export type * from './record-batch.js';
