import type { Consumer, Producer, TopicPartition } from '@tsql/kafka-native';
import { awaitLeaders } from './await-leaders.js';
import { OutputSlab, type PlainRecord } from './output-slab.js';
import { retryPassing } from './retry.js';

const TIMEOUT_MS = 15_000;

/** A broker as tests and the quickstart use it: topics made and removed, records put in and read back whole. */
export class KafkaBroker {
  private constructor(
    readonly servers: string,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  static async connect(servers: string): Promise<KafkaBroker> {
    const { createConsumer, createProducer } = await import('@tsql/kafka-native');
    const common = { 'bootstrap.servers': servers };
    const producer = createProducer({
      ...common,
      acks: '-1',
      'enable.idempotence': 'true',
      'linger.ms': '0',
      partitioner: 'murmur2_random',
    });
    const consumer = createConsumer({
      ...common,
      'group.id': 'tsql-reader',
      'enable.auto.commit': 'false',
      'enable.partition.eof': 'true',
      'isolation.level': 'read_committed',
      'auto.offset.reset': 'earliest',
      'fetch.wait.max.ms': '10',
    });
    return new KafkaBroker(servers, producer, consumer);
  }

  /** Topics with their numbers of partitions; what is there already stays. `configs` are the broker's topic settings. */
  async createTopics(
    topics: ReadonlyMap<string, number>,
    settings: ReadonlyMap<string, Readonly<Record<string, string | number>>> = new Map(),
  ): Promise<void> {
    if (topics.size === 0) return;
    const list = [...topics].map(([topic, partitions]) => ({
      topic,
      partitions,
      configs: Object.fromEntries(
        Object.entries(settings.get(topic) ?? {}).map(([key, value]) => [key, String(value)]),
      ),
    }));
    const results = await this.producer.createTopics(list, TIMEOUT_MS);
    const failed = results.find(
      (result) => result.error !== undefined && result.error.errorName !== 'TOPIC_ALREADY_EXISTS',
    );
    if (failed?.error !== undefined) throw failed.error;
    for (const [topic, partitions] of topics) await awaitLeaders(this.producer, topic, partitions, TIMEOUT_MS);
  }

  /** Grows a topic to so many partitions. */
  async addPartitions(topic: string, partitions: number): Promise<void> {
    const [result] = await this.producer.createPartitions([{ topic, partitions }], TIMEOUT_MS);
    if (result?.error !== undefined) throw result.error;
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    if (topics.length === 0) return;
    await this.producer.deleteTopics(topics, TIMEOUT_MS);
  }

  /** Writes the records in order and waits until all are stored. */
  async produce(records: readonly PlainRecord[]): Promise<void> {
    for (const record of records) {
      const slab = new OutputSlab();
      slab.add(record);
      this.producer.produce(record.topic, slab.batch(), 0);
    }
    const left = await this.producer.flush(TIMEOUT_MS);
    const [failure] = this.producer.takeFailures();
    if (failure !== undefined) throw failure.error;
    if (left > 0) throw new Error(`${left} records were not stored in time`);
  }

  async commitOffsets(
    group: string,
    offsets: readonly { topic: string; partition: number; offset: number }[],
  ): Promise<void> {
    await retryPassing(
      async () => {
        const stored = await this.producer.alterGroupOffsets(group, offsets, TIMEOUT_MS);
        const refused = stored.find(({ error }) => error !== undefined);
        if (refused?.error !== undefined) throw refused.error;
        // The topics were just made: the group's coordinator may not have heard of them yet.
      },
      TIMEOUT_MS,
      ['UNKNOWN_TOPIC_OR_PART'],
    );
  }

  async partitionCount(topic: string): Promise<number> {
    return (await this.partitions(topic)).length;
  }

  /** Everything committed in a topic, by partition and offset. */
  async read(topic: string): Promise<PlainRecord[]> {
    const partitions = await this.partitions(topic);
    const records: PlainRecord[] = [];
    for (const partition of partitions) records.push(...(await this.readPartition(partition)));
    return records;
  }

  async close(): Promise<void> {
    await Promise.all([this.producer.close(), this.consumer.close()]);
  }

  private async partitions(topic: string): Promise<TopicPartition[]> {
    const metadata = await this.consumer.metadata(null, TIMEOUT_MS);
    const found = metadata.topics.find((entry) => entry.name === topic);
    const ids = (found?.partitions ?? []).map((partition) => partition.id).sort((a, b) => a - b);
    return ids.map((partition) => ({ topic, partition }));
  }

  private async readPartition(partition: TopicPartition): Promise<PlainRecord[]> {
    const [marks] = await retryPassing(() => this.consumer.watermarks([partition], TIMEOUT_MS), TIMEOUT_MS);
    if (marks === undefined || marks.high <= marks.low) return [];
    await this.consumer.assign([{ ...partition, offset: marks.low }]);
    const records: PlainRecord[] = [];
    const deadline = Date.now() + TIMEOUT_MS;
    for (let isDone = false; !isDone; ) {
      // What is read to compare has to be whole.
      if (Date.now() > deadline)
        throw new Error(`${partition.topic}-${partition.partition} was not read to its end ${marks.high} in time`);
      const batch = await this.consumer.poll(10_000, 200);
      for (let i = 0; i < batch.count; i++) {
        if (batch.topics[batch.topic[i] ?? 0] === partition.topic && batch.partition[i] === partition.partition)
          records.push(plainRecord(batch, i));
      }
      for (const event of batch.events) {
        if (event.kind === 'error' && (event.error.fatal || !event.error.retriable)) throw event.error;
        isDone ||= event.kind === 'eof' && event.topic === partition.topic && event.partition === partition.partition;
      }
    }
    await this.consumer.assign([]);
    return records;
  }
}

type Batch = Awaited<ReturnType<Consumer['poll']>>;

function plainRecord(batch: Batch, index: number): PlainRecord {
  const bytes = (start: Int32Array, end: Int32Array, at: number) => {
    const from = start[at] ?? -1;
    return from < 0 ? null : batch.slab.slice(from, end[at]);
  };
  const headers: (readonly [string, Uint8Array | null])[] = [];
  for (let h = batch.headerIndex[index] ?? 0; h < (batch.headerIndex[index + 1] ?? 0); h++) {
    const name = Buffer.from(batch.slab.subarray(batch.headerNameStart[h], batch.headerNameEnd[h])).toString();
    headers.push([name, bytes(batch.headerValueStart, batch.headerValueEnd, h)]);
  }
  return {
    topic: batch.topics[batch.topic[index] ?? 0] ?? '',
    partition: batch.partition[index] ?? 0,
    key: bytes(batch.keyStart, batch.keyEnd, index),
    value: bytes(batch.valueStart, batch.valueEnd, index),
    headers,
    timestamp: batch.timestamp[index],
  };
}
