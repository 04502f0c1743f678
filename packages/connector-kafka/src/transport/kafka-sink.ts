import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  diagnostic,
  type FlushResult,
  type OutputBatch,
  type RecordSink,
  TsqlError,
} from '@tsql/core';
import type { Producer } from '@tsql/kafka-native';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingSinkTopic } from './kafka-error.js';

/** How long to wait before a full queue is tried again. Milliseconds. */
const QUEUE_FULL_WAIT_MS = 3;
const TRANSACTION_TIMEOUT_MS = 60_000;
/** Between two looks whether a topic just created has its partitions. Milliseconds. */
const NEW_TOPIC_WAIT_MS = 20;
/** As many partitions as the broker's `num.partitions` (KIP-464). */
const BROKER_DEFAULT = -1;

/** Writes one topic. With `exactly-once` everything between two commits is one transaction. */
export class KafkaSink implements RecordSink {
  partitionCount = 0;
  private producer: Producer | undefined;
  private isInTransaction = false;
  private readonly servers: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly transport: KafkaSinkTransport,
    private readonly context: Pick<ConnectorRuntimeContext, 'jobName' | 'createTopics'>,
  ) {
    this.servers = String(transport.properties['bootstrap.servers'] ?? '');
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  private get isTransactional(): boolean {
    return this.transport.deliveryGuarantee === 'exactly-once';
  }

  async open(): Promise<void> {
    const { createProducer } = await import('@tsql/kafka-native');
    const config = clientConfig(this.transport.properties, 'producer');
    if (this.isTransactional) {
      config['transactional.id'] = `${this.transport.transactionalIdPrefix ?? this.context.jobName}-0-0`;
      delete config['delivery.timeout.ms'];
    }
    this.producer = createProducer(config);
    try {
      await this.findPartitions();
      if (this.isTransactional) {
        await this.producer.initTransactions(TRANSACTION_TIMEOUT_MS);
        await this.begin();
      }
    } catch (error) {
      throw error instanceof TsqlError ? error : kafkaError(error, this.place());
    }
  }

  private async findPartitions(): Promise<void> {
    this.partitionCount = await this.countPartitions();
    if (this.partitionCount > 0) return;
    if (!this.context.createTopics) throw missingSinkTopic(this.transport.topic, this.servers);
    await this.createTopic();
    for (const deadline = Date.now() + this.timeoutMs; this.partitionCount === 0; ) {
      this.partitionCount = await this.countPartitions();
      if (this.partitionCount > 0) return;
      if (Date.now() > deadline) throw missingSinkTopic(this.transport.topic, this.servers);
      await delay(NEW_TOPIC_WAIT_MS);
    }
  }

  /** All topics are asked for: a producer that asks for one by name makes the broker create it. */
  private async countPartitions(): Promise<number> {
    const metadata = await this.client().metadata(null, this.timeoutMs);
    const found = metadata.topics.find((topic) => topic.name === this.transport.topic);
    return found === undefined || found.error !== undefined ? 0 : found.partitions.length;
  }

  /** A broker that makes topics by itself does so when it is asked for one by name; others are told to. */
  private async createTopic(): Promise<void> {
    const { topic } = this.transport;
    const metadata = await this.client().metadata(topic, this.timeoutMs);
    if (metadata.topics.some(({ name, partitions }) => name === topic && partitions.length > 0)) return;
    const [result] = await this.client().createTopics([{ topic, partitions: BROKER_DEFAULT }], this.timeoutMs);
    const error = result?.error;
    if (error !== undefined && error.errorName !== 'TOPIC_ALREADY_EXISTS') throw error;
  }

  write(batch: OutputBatch): Promise<void> | undefined {
    this.throwFailures();
    const taken = this.client().produce(this.transport.topic, batch, 0);
    return taken === batch.count ? undefined : this.writeRest(batch, taken);
  }

  private async writeRest(batch: OutputBatch, first: number): Promise<void> {
    for (let from = first; from < batch.count; ) {
      await delay(QUEUE_FULL_WAIT_MS);
      this.throwFailures();
      from += this.client().produce(this.transport.topic, batch, from);
    }
  }

  async flush(timeoutMs: number): Promise<FlushResult> {
    const unacknowledged = await this.client().flush(timeoutMs);
    this.throwFailures();
    return { unacknowledged };
  }

  async commit(): Promise<void> {
    if (!this.isInTransaction) return;
    this.isInTransaction = false;
    try {
      await this.client().commitTransaction(TRANSACTION_TIMEOUT_MS);
      await this.begin();
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }

  async abort(): Promise<void> {
    if (!this.isInTransaction) return;
    this.isInTransaction = false;
    await this.client().abortTransaction(TRANSACTION_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    const producer = this.producer;
    if (producer === undefined) return;
    if (this.isInTransaction) await this.abort().catch(() => {});
    this.producer = undefined;
    await producer.close();
  }

  private async begin(): Promise<void> {
    await this.client().beginTransaction();
    this.isInTransaction = true;
  }

  private throwFailures(): void {
    if (this.transport.deliveryGuarantee === 'none') {
      this.client().takeFailures();
      return;
    }
    const [failure] = this.client().takeFailures();
    if (failure === undefined) return;
    const { failed } = this.client().counters();
    throw new TsqlError(
      diagnostic('TSQL_KAFKA_CLIENT', {
        reason: `${failed} record${failed === 1 ? ' was' : 's were'} not written to topic ${failure.topic}: ${failure.error.message}`,
      }),
      { cause: failure.error },
    );
  }

  private client(): Producer {
    if (this.producer === undefined) throw new Error('the sink is not open');
    return this.producer;
  }

  private place() {
    return { servers: this.servers, timeoutMs: this.timeoutMs, topic: this.transport.topic };
  }
}
