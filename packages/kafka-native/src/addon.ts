import type { ClientConfig, Consumer, MockCluster, Producer } from './client.js';
import { loadAddon } from './load.js';

/** What the native module exports. */
export interface Addon {
  readonly librdkafkaVersion: string;
  readonly Consumer: new (config: ClientConfig) => Consumer;
  readonly Producer: new (config: ClientConfig) => Producer;
  readonly MockCluster: new (brokers?: number) => MockCluster;
}

/** Throws a TypeError with librdkafka's reason where a property or value is unknown, or `group.id` is missing. */
export const createConsumer = (config: ClientConfig): Consumer => new (loadAddon().Consumer)(config);
export const createProducer = (config: ClientConfig): Producer => new (loadAddon().Producer)(config);
/** With 1 to 16 brokers. */
export const createMockCluster = (brokers = 1): MockCluster => new (loadAddon().MockCluster)(brokers);
export const librdkafkaVersion = (): string => loadAddon().librdkafkaVersion;
