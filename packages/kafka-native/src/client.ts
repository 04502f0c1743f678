import { loadAddon } from './load.js';
import type { ConsumedBatch, KafkaError, ProducedBatch } from './record-batch.js';

/** librdkafka's configuration: property names and texts. */
export type ClientConfig = Readonly<Record<string, string>>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition with an offset; -2 is its beginning, -1 its end, -1001 none. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number;
  readonly error?: KafkaError;
}

export interface Watermarks extends TopicPartition {
  readonly low: number;
  /** The offset behind the last record that the client's isolation level lets it read. */
  readonly high: number;
}

export interface ClusterMetadata {
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
  readonly topics: readonly {
    readonly name: string;
    readonly error?: KafkaError;
    readonly partitions: readonly { readonly id: number; readonly leader: number }[];
  }[];
}

interface Client {
  /** Of one topic, or of all with null. Waits at most `timeoutMs`. */
  metadata(topic: string | null, timeoutMs: number): Promise<ClusterMetadata>;
  /** What the client last said of its brokers: a reason for a time-out. */
  lastError(): string;
  close(): Promise<void>;
}

/** Reads assigned partitions, in batches. Calls that wait run on threads of the consumer's own. */
export interface Consumer extends Client {
  assign(partitions: readonly TopicPartitionOffset[]): Promise<void>;
  /** Waits up to `timeoutMs` for the first record only. */
  poll(maxRecords: number, timeoutMs: number): Promise<ConsumedBatch>;
  commit(offsets: readonly TopicPartitionOffset[]): Promise<TopicPartitionOffset[]>;
  committed(partitions: readonly TopicPartition[], timeoutMs: number): Promise<TopicPartitionOffset[]>;
  watermarks(partitions: readonly TopicPartition[], timeoutMs: number): Promise<Watermarks[]>;
  /** `offset` holds milliseconds; the answer the first offset at or after that time, -1 if there is none. */
  offsetsForTimes(times: readonly TopicPartitionOffset[], timeoutMs: number): Promise<TopicPartitionOffset[]>;
}

/** A record that was not delivered. */
export interface DeliveryFailure extends TopicPartition {
  /** Its number since the producer was made, from 0. */
  readonly sequence: number;
  readonly error: KafkaError;
}

/** Sends batches, and administers topics and groups. */
export interface Producer extends Client {
  /** Takes records from `from` on; returns how many. Fewer than there are: the queue is full, try again later. */
  produce(topic: string, batch: ProducedBatch, from: number): number;
  /** Waits for acknowledgements; returns how many records are still in flight. */
  flush(timeoutMs: number): Promise<number>;
  takeFailures(): DeliveryFailure[];
  counters(): { readonly acknowledged: number; readonly failed: number; readonly produced: number };
  purge(): Promise<void>;
  initTransactions(timeoutMs: number): Promise<void>;
  beginTransaction(): Promise<void>;
  commitTransaction(timeoutMs: number): Promise<void>;
  abortTransaction(timeoutMs: number): Promise<void>;
  /** `partition` holds the number of partitions. */
  createTopics(topics: readonly TopicPartition[], timeoutMs: number): Promise<{ topic: string; error?: KafkaError }[]>;
  deleteTopics(topics: readonly TopicPartition[], timeoutMs: number): Promise<{ topic: string; error?: KafkaError }[]>;
  /** For groups without members. */
  alterGroupOffsets(group: string, offsets: readonly TopicPartitionOffset[], timeoutMs: number): Promise<unknown>;
}

/** librdkafka's brokers inside of this process. */
export interface MockCluster {
  bootstrapServers(): string;
  createTopic(name: string, partitions: number): void;
  close(): Promise<void>;
}

export interface Addon {
  readonly librdkafkaVersion: string;
  readonly Consumer: new (config: ClientConfig) => Consumer;
  readonly Producer: new (config: ClientConfig) => Producer;
  readonly MockCluster: new (brokers: number) => MockCluster;
}

export const createConsumer = (config: ClientConfig): Consumer => new (loadAddon().Consumer)(config);
export const createProducer = (config: ClientConfig): Producer => new (loadAddon().Producer)(config);
export const createMockCluster = (brokers = 1): MockCluster => new (loadAddon().MockCluster)(brokers);
export const librdkafkaVersion = (): string => loadAddon().librdkafkaVersion;
