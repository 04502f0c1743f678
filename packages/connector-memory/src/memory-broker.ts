import { MemoryTopic, type NewRecord, type TopicSettings } from './memory-topic.js';

export interface MemoryBrokerOptions {
  /** Milliseconds since the epoch: the time of records that bring none. */
  readonly now?: () => number;
  /** Chooses the partition of records without a key. From 0 (inclusive) to 1 (exclusive). */
  readonly random?: () => number;
}

interface PlacedRecord extends NewRecord {
  readonly topic: string;
  readonly partition: number;
}

/**
 * A broker inside of this process, for tests: topics with partitions, offsets, timestamps and headers, and the committed
 * positions of groups. It answers for every `bootstrap.servers`, so that a job is tested as it stands.
 */
export class MemoryBroker {
  readonly servers = 'memory:9092';
  readonly now: () => number;
  readonly random: () => number;
  private readonly topics = new Map<string, MemoryTopic>();
  private readonly committed = new Map<string, number>();
  private readonly waiting = new Set<() => void>();

  constructor(options: MemoryBrokerOptions = {}) {
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
  }

  /** Makes topics, by name with their number of partitions; one that exists stays as it is. */
  async createTopics(
    topics: ReadonlyMap<string, number>,
    settings: ReadonlyMap<string, TopicSettings> = new Map(),
  ): Promise<void> {
    for (const [name, partitions] of topics) {
      if (!this.topics.has(name)) this.topics.set(name, new MemoryTopic(name, partitions, settings.get(name)));
    }
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    for (const name of topics) this.topics.delete(name);
  }

  /** Stores records in order. A missing topic is made with one partition, as Kafka's brokers do by default. */
  async produce(records: readonly PlacedRecord[]): Promise<void> {
    for (const { topic, partition, key, value, headers, timestamp } of records) {
      await this.createTopics(new Map([[topic, 1]]));
      this.topic(topic)?.append(partition, { key, value, headers, timestamp }, this.now());
    }
    this.wake();
  }

  async commitOffsets(
    group: string,
    offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[],
  ): Promise<void> {
    for (const { topic, partition, offset } of offsets) this.committed.set(nameOf(group, topic, partition), offset);
  }

  /** A group's position, or undefined if it has none. */
  committedOffset(group: string, topic: string, partition: number): number | undefined {
    return this.committed.get(nameOf(group, topic, partition));
  }

  /** Everything in a topic, by partition and offset; nothing for a topic that does not exist. */
  async read(topic: string) {
    return (this.topic(topic)?.partitions ?? []).flatMap((records, partition) =>
      records.map((record) => ({ ...record, topic, partition })),
    );
  }

  async partitionCount(topic: string): Promise<number> {
    return this.topic(topic)?.partitions.length ?? 0;
  }

  topic(name: string): MemoryTopic | undefined {
    return this.topics.get(name);
  }

  topicNames(): string[] {
    return [...this.topics.keys()].sort();
  }

  /** Resolves when records came or the time is up. */
  async nextRecords(maxWaitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, maxWaitMs);
      this.waiting.add(done);
    });
  }

  /** Tells waiting readers that there are records. */
  wake(): void {
    for (const done of [...this.waiting]) done();
  }

  async close(): Promise<void> {
    this.wake();
  }
}

function nameOf(group: string, topic: string, partition: number): string {
  return `${group}\n${topic}\n${partition}`;
}
