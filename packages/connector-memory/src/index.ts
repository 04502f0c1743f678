export { MemoryBroker, type MemoryBrokerOptions } from './memory-broker.js';
export { memoryConnectors } from './memory-connectors.js';
export type { MemoryRecord, NewRecord, TopicSettings } from './memory-topic.js';
export { murmur2, partitionOfKey } from './murmur2.js';
export { recordSizeUpperBound } from './record-size.js';
