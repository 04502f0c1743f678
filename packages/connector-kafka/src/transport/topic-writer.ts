import { setTimeout as delay } from 'node:timers/promises';
import { diagnostic, type Secret, TsqlError } from '@tsql/core';
import type { Producer } from '@tsql/kafka-native';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingTopic } from './kafka-error.js';
import { OutputSlab, type PlainRecord } from './output-slab.js';

const QUEUE_FULL_WAIT_MS = 3;
const FLUSH_TIMEOUT_MS = 60_000;

/** Writes whole records, each into the partition that it names, in order. */
export class TopicWriter {
  private constructor(
    private readonly producer: Producer,
    private readonly servers: string,
    private readonly partitions: Map<string, number>,
  ) {}

  /** `properties` are those of Java's clients. Fails with a `TsqlError`. */
  static async open(properties: Readonly<Record<string, string | Secret>>): Promise<TopicWriter> {
    const { createProducer } = await import('@tsql/kafka-native');
    const servers = String(properties['bootstrap.servers'] ?? '');
    const producer = createProducer(clientConfig(properties, 'producer'));
    const writer = new TopicWriter(producer, servers, new Map());
    await writer.lookUp().catch(async (error) => {
      await producer.close();
      throw kafkaError(error, { servers, timeoutMs: LOOKUP_TIMEOUT_MS });
    });
    return writer;
  }

  /** Makes those topics that are missing; they keep records of any age. */
  async createTopics(topics: ReadonlyMap<string, number>): Promise<void> {
    const missing = [...topics].filter(([topic]) => !this.partitions.has(topic));
    if (missing.length === 0) return;
    const configs = { 'retention.ms': '-1' };
    const wanted = missing.map(([topic, partitions]) => ({ topic, partitions, configs }));
    const results = await this.producer.createTopics(wanted, LOOKUP_TIMEOUT_MS);
    const refused = results.find(({ error }) => error !== undefined && error.errorName !== 'TOPIC_ALREADY_EXISTS');
    if (refused?.error !== undefined)
      throw kafkaError(refused.error, { servers: this.servers, timeoutMs: LOOKUP_TIMEOUT_MS });
    for (const deadline = Date.now() + LOOKUP_TIMEOUT_MS; ; await delay(50)) {
      await this.lookUp();
      if (missing.every(([topic]) => this.partitions.has(topic)) || Date.now() > deadline) return;
    }
  }

  /** Takes records of one topic; resolves when they are queued. Throws what earlier ones failed with. */
  async write(topic: string, records: readonly PlainRecord[]): Promise<void> {
    this.check(topic, records);
    const slab = new OutputSlab();
    for (const record of records) slab.add(record);
    const batch = slab.batch();
    for (let from = 0; ; await delay(QUEUE_FULL_WAIT_MS)) {
      from += this.producer.produce(topic, batch, from);
      this.throwFailures();
      if (from === batch.count) return;
    }
  }

  /** Waits until everything is stored. */
  async flush(): Promise<void> {
    const left = await this.producer.flush(FLUSH_TIMEOUT_MS);
    this.throwFailures();
    if (left > 0)
      throw new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason: `${left} records were not stored in time` }));
  }

  async close(): Promise<void> {
    await this.producer.close();
  }

  private async lookUp(): Promise<void> {
    const { topics } = await this.producer.metadata(null, LOOKUP_TIMEOUT_MS);
    for (const { name, partitions } of topics) if (partitions.length > 0) this.partitions.set(name, partitions.length);
  }

  private check(topic: string, records: readonly PlainRecord[]): void {
    const count = this.partitions.get(topic);
    if (count === undefined) throw missingTopic(topic, this.servers);
    const wrong = records.find(({ partition }) => partition >= count);
    if (wrong === undefined) return;
    const reason = `a record is to go to partition ${wrong.partition} of topic ${topic}, which has ${count}`;
    throw new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }));
  }

  private throwFailures(): void {
    const [failure] = this.producer.takeFailures();
    if (failure === undefined) return;
    const reason = `a record was not stored in topic ${failure.topic}, partition ${failure.partition}: ${failure.error.message}`;
    throw new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }));
  }
}
