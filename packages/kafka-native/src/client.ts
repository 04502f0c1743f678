import type { ClientEvent } from './client-event.js';
import type {
  ConfigResource,
  ConfigResult,
  GroupListing,
  GroupMember,
  NewTopic,
  TopicResult,
} from './cluster-admin.js';
import type { ConsumedBatch, KafkaError, ProducedBatch } from './record-batch.js';

/**
 * librdkafka's configuration: property names and texts
 * (https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md).
 */
export type ClientConfig = Readonly<Record<string, string>>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition with an offset; -2 is its beginning, -1 its end, -1000 the committed one, -1001 none. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number;
  readonly error?: KafkaError;
}

/** An offset as a group stores it, with a text of its owner's. */
export interface CommittedOffset extends TopicPartitionOffset {
  readonly metadata?: string;
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

/** A token for SASL/OAUTHBEARER (KIP-255). */
export interface OauthBearerToken {
  readonly token: string;
  /** When it ends, in milliseconds since 1970. */
  readonly lifetimeMs: number;
  readonly principal: string;
  readonly extensions?: Readonly<Record<string, string>>;
}

/**
 * What consumers and producers share. Arguments of the wrong type throw a TypeError, those out of range a RangeError, both
 * naming the argument, before anything is done; what Kafka or librdkafka refuses rejects with a KafkaError. Time-outs are
 * milliseconds. Calls that wait run on threads of the client's own; a promise keeps the process alive, an idle client does not.
 */
export interface Client {
  /** Of one topic, or of all with null. Waits at most `timeoutMs`. */
  metadata(topic: string | null, timeoutMs: number): Promise<ClusterMetadata>;
  /** The first and the last offset, as the brokers know them. */
  watermarks(partitions: readonly TopicPartition[], timeoutMs: number): Promise<Watermarks[]>;
  /**
   * What the client has said by itself since the last call: errors of its connections, logs, statistics (where
   * `statistics.interval.ms` is set) and wishes for a token. At most 1000 are kept; of statistics only the last.
   */
  takeEvents(): ClientEvent[];
  /** What the client last said of its brokers: a reason for a time-out. */
  lastError(): string;
  /** Answers the event `oauthBearerTokenRefresh`. */
  setOauthBearerToken(token: OauthBearerToken): void;
  /** Answers the event `oauthBearerTokenRefresh` when there is no token to be had; the client asks again after a while. */
  oauthBearerTokenFailure(reason: string): void;
  /**
   * Ends within 5 s, also with brokers that do not answer: what is under way is rejected then, and what is left to do goes on
   * in the background. May be called again.
   */
  close(): Promise<void>;
}

/** The place of a consumer in its group, for a transaction's offsets (KIP-447). May be handed to another thread. */
export interface GroupMetadata {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId?: string;
}

/**
 * Reads partitions in batches. Changes of the assignment, seeks and pauses take effect before the next batch: a poll that
 * waits ends early for them, and no later batch holds a record that was fetched before.
 */
export interface Consumer extends Client {
  /**
   * Waits up to `timeoutMs` for the first record or event only, then takes what is there: at most `maxRecords` (1 to 2^20)
   * and about `maxBytes` of keys and values (64 MB by default, 1 GB at most); one record is taken whatever its size. Headers cost
   * as much as the record: with `withHeaders` false records come without.
   *
   * In a group the batch's events tell of rebalances. They are answered with the next poll: until then revoked partitions
   * are still this member's, so that positions can be committed. Assigned ones start at their committed offsets unless
   * `assign` or `incrementalAssign` says otherwise before the next poll.
   */
  poll(maxRecords: number, timeoutMs: number, maxBytes?: number, withHeaders?: boolean): Promise<ConsumedBatch>;
  /**
   * Says that nobody reads this batch any more: a later one may lie in its memory, so that reading allocates next to nothing. Its
   * arrays, and views of them, hold other records from then on.
   */
  recycle(batch: ConsumedBatch): void;
  /** Reads these partitions in place of the former ones. */
  assign(partitions: readonly TopicPartitionOffset[]): Promise<void>;
  incrementalAssign(partitions: readonly TopicPartitionOffset[]): Promise<void>;
  incrementalUnassign(partitions: readonly TopicPartition[]): Promise<void>;
  /** Joins the group for these topics; one that begins with ^ is a regular expression. */
  subscribe(topics: readonly string[]): Promise<void>;
  /** Leaves the group. */
  unsubscribe(): Promise<void>;
  pause(partitions: readonly TopicPartition[]): Promise<void>;
  resume(partitions: readonly TopicPartition[]): Promise<void>;
  /** Reads assigned partitions on from these offsets. */
  seek(partitions: readonly TopicPartitionOffset[], timeoutMs: number): Promise<void>;
  /** The offsets behind the last records that a batch held; -1001 before the first one. */
  position(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]>;
  /** The ends of partitions as the last fetch told them, without asking: -1001 before the first one. */
  knownEnds(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]>;
  /** Stores the offsets in the group; waits at most `timeoutMs`, a minute by default. */
  commit(offsets: readonly CommittedOffset[], timeoutMs?: number): Promise<CommittedOffset[]>;
  /** The group's offsets; -1001 where there is none. */
  committed(partitions: readonly TopicPartition[], timeoutMs: number): Promise<CommittedOffset[]>;
  /** `offset` holds milliseconds; the answer the first offset at or after that time, -1 if there is none. */
  offsetsForTimes(times: readonly TopicPartitionOffset[], timeoutMs: number): Promise<TopicPartitionOffset[]>;
  /** Null before the consumer has joined a group. */
  groupMetadata(): GroupMetadata | null;
}

/** A record that was not delivered. */
export interface DeliveryFailure extends TopicPartition {
  /** Its number since the producer was made, from 0. */
  readonly sequence: number;
  readonly error: KafkaError;
}

/** Sends batches, and administers topics, configurations and groups. */
export interface Producer extends Client {
  /**
   * Takes records from `from` on; returns how many. Fewer than there are: the queue is full, try again later. The whole batch
   * is checked first: with a fault in it nothing is sent. A record that cannot be sent becomes a failure (`takeFailures`).
   */
  produce(topic: string, batch: ProducedBatch, from: number): number;
  /** Waits for acknowledgements; returns how many records are still in flight. */
  flush(timeoutMs: number): Promise<number>;
  /** The records that were not delivered since the last call, at most 100,000; `counters` counts all. */
  takeFailures(): DeliveryFailure[];
  /** With `delivery.report.only.error` nothing counts as acknowledged; what `flush` does not find in flight is. */
  counters(): { readonly acknowledged: number; readonly failed: number; readonly produced: number };
  /** Gives up what is queued or in flight: those records fail with `_PURGE_QUEUE` or `_PURGE_INFLIGHT`. */
  purge(): Promise<void>;

  initTransactions(timeoutMs: number): Promise<void>;
  beginTransaction(): Promise<void>;
  /** Makes the group's offsets a part of the transaction. The group is that of the consumer. */
  sendOffsetsToTransaction(
    offsets: readonly CommittedOffset[],
    group: Consumer | GroupMetadata,
    timeoutMs: number,
  ): Promise<void>;
  commitTransaction(timeoutMs: number): Promise<void>;
  abortTransaction(timeoutMs: number): Promise<void>;

  createTopics(topics: readonly NewTopic[], timeoutMs: number): Promise<TopicResult[]>;
  /** `partitions`: how many there are to be, more than there are. */
  createPartitions(
    topics: readonly { readonly topic: string; readonly partitions: number }[],
    timeoutMs: number,
  ): Promise<TopicResult[]>;
  deleteTopics(topics: readonly string[], timeoutMs: number): Promise<TopicResult[]>;
  /** Deletes what lies before the offsets (-1: everything); returns the partitions' new first offsets. */
  deleteRecords(before: readonly TopicPartitionOffset[], timeoutMs: number): Promise<TopicPartitionOffset[]>;
  describeConfigs(resources: readonly ConfigResource[], timeoutMs: number): Promise<ConfigResult[]>;
  /** Sets the named properties and leaves the others; null goes back to the default (KIP-339). */
  alterConfigs(
    resources: readonly (ConfigResource & { readonly configs: Readonly<Record<string, string | null>> })[],
    timeoutMs: number,
  ): Promise<Omit<ConfigResult, 'configs'>[]>;
  /** The consumer groups of the cluster, as far as the client may see them. */
  listGroups(timeoutMs: number): Promise<GroupListing[]>;
  /** Who is in a group; nobody where there is no such group. */
  groupMembers(group: string, timeoutMs: number): Promise<GroupMember[]>;
  /** The offsets that a group has stored, of all its partitions with null. */
  groupOffsets(
    group: string,
    partitions: readonly TopicPartition[] | null,
    timeoutMs: number,
  ): Promise<CommittedOffset[]>;
  /** For groups without members. What is refused comes back with its `error`, partition by partition. */
  alterGroupOffsets(group: string, offsets: readonly CommittedOffset[], timeoutMs: number): Promise<CommittedOffset[]>;
}

/** librdkafka's brokers inside of this process. */
export interface MockCluster {
  bootstrapServers(): string;
  createTopic(name: string, partitions: number): void;
  /** Brokers are numbered from 1. One that is down refuses connections. */
  setBrokerDown(id: number, isDown: boolean): void;
  /** Each answer of a broker takes so long. */
  setRoundTrip(id: number, milliseconds: number): void;
  /** Answers the next requests of a kind (Kafka's API key) with these errors, one each. */
  failRequests(apiKey: number, codes: readonly number[]): void;
  close(): Promise<void>;
}
