import { onTestFinished } from 'vitest';
import {
  type ClientConfig,
  type Consumer,
  createConsumer,
  createMockCluster,
  createProducer,
  type MockCluster,
  type Producer,
} from '../../src/index.js';

/** Makes clients of one cluster, closed at the end of the test. */
export interface Clients {
  readonly servers: string;
  producer(config?: ClientConfig): Producer;
  consumer(config?: ClientConfig): Consumer;
}

export function clientsOf(servers: string): Clients {
  const closedAtEnd = <C extends { close(): Promise<void> }>(client: C): C => {
    onTestFinished(() => client.close());
    return client;
  };
  return {
    servers,
    // What a test sends at once is one batch, so that a fetch brings all of it: only a flush ends the wait.
    producer: (config = {}) =>
      closedAtEnd(createProducer({ 'bootstrap.servers': servers, 'linger.ms': '100', ...config })),
    consumer: (config = {}) =>
      closedAtEnd(
        createConsumer({
          'bootstrap.servers': servers,
          'group.id': 'group',
          'enable.auto.commit': 'false',
          'auto.offset.reset': 'earliest',
          'fetch.wait.max.ms': '10',
          ...config,
        }),
      ),
  };
}

/** A cluster of its own for a test, with one topic. */
export function mockClients(topic = 't', partitions = 1): Clients & { readonly cluster: MockCluster } {
  const cluster = createMockCluster();
  onTestFinished(() => cluster.close());
  cluster.createTopic(topic, partitions);
  return { cluster, ...clientsOf(cluster.bootstrapServers()) };
}

/** A place where nobody answers. */
export const NOWHERE = '127.0.0.1:1';

let topics = 0;
/** The broker of the run, and a name for topics and groups that nobody else uses. */
export function brokerClients(): Clients & { readonly name: string } {
  const servers = process.env.KAFKA_BROKERS ?? '';
  return { name: `native-${process.pid}-${Date.now()}-${topics++}`, ...clientsOf(servers) };
}
