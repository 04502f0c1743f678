import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  type FlushResult,
  type OutputBatch,
  type RecordSink,
  TsqlError,
} from '@tsql/core';
import type { DeliveryFailure, Producer } from '@tsql/kafka-native';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { awaitLeaders } from './await-leaders.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingSinkTopic } from './kafka-error.js';
import { KafkaTransaction } from './kafka-transaction.js';
import { rejectedRecords } from './rejected-records.js';

/** How long to wait before a full queue is tried again. Milliseconds. */
const QUEUE_FULL_WAIT_MS = 3;
/** Between two looks whether a topic just created has its partitions. Milliseconds. */
const NEW_TOPIC_WAIT_MS = 20;
/** As many partitions as the broker's `num.partitions` (KIP-464). */
const BROKER_DEFAULT = -1;

/** Writes one topic. With `exactly-once` everything between two commits is one transaction. */
export class KafkaSink implements RecordSink {
  partitionCount = 0;
  transaction: KafkaTransaction | undefined;
  private producer: Producer | undefined;
  /** The last of the batches that wait, for room in the queue or for the next transaction. */
  private last: Promise<void> | undefined;
  private readonly servers: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly transport: KafkaSinkTransport,
    private readonly context: Pick<
      ConnectorRuntimeContext,
      'jobName' | 'instance' | 'createTopics' | 'task' | 'shared'
    >,
  ) {
    this.servers = String(transport.properties['bootstrap.servers'] ?? '');
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  async open(): Promise<void> {
    const { createProducer } = await import('@tsql/kafka-native');
    try {
      if (this.transport.deliveryGuarantee === 'exactly-once') {
        this.transaction = await KafkaTransaction.join(this.transport, this.context);
        this.producer = this.transaction.producer;
      } else {
        const clients = this.context.task?.count;
        this.producer = createProducer(clientConfig(this.transport.properties, 'producer', clients));
      }
      await this.findPartitions();
      await awaitLeaders(this.client(), this.transport.topic, this.partitionCount, this.timeoutMs);
      await this.transaction?.start();
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
    if (this.last !== undefined || this.transaction?.isCommitting === true) return this.queue(batch, 0);
    const taken = this.client().produce(this.transport.topic, batch, 0);
    return taken === batch.count ? undefined : this.queue(batch, taken);
  }

  /** Sends what is left of a batch behind those that wait already, in the transaction that it belongs to. */
  private queue(batch: OutputBatch, first: number): Promise<void> {
    const { transaction, last } = this;
    const epoch = transaction?.epoch;
    const opened = transaction?.opened;
    const send = async () => {
      await last;
      await opened;
      for (let from = first; ; await delay(QUEUE_FULL_WAIT_MS)) {
        if (transaction?.epoch !== epoch) throw new Error('the transaction was aborted meanwhile');
        this.throwFailures();
        from += this.client().produce(this.transport.topic, batch, from);
        if (from === batch.count) return;
      }
    };
    const taken = send().finally(() => {
      if (this.last === taken) this.last = undefined;
    });
    this.last = taken;
    return taken;
  }

  async flush(timeoutMs: number): Promise<FlushResult> {
    const unacknowledged = await this.client().flush(timeoutMs);
    this.throwFailures();
    return { unacknowledged };
  }

  async close(): Promise<void> {
    const { producer, transaction } = this;
    this.producer = undefined;
    if (transaction !== undefined) await transaction.leave();
    else await producer?.close();
  }

  private throwFailures(): void {
    if (this.transport.deliveryGuarantee === 'none') {
      this.client().takeFailures();
      return;
    }
    const failures = this.client().takeFailures();
    const [failure] = failures;
    if (failure === undefined) return;
    throw this.transaction?.failure(failure.error, failures) ?? this.undelivered(failures);
  }

  private undelivered(failures: readonly DeliveryFailure[]): TsqlError {
    return rejectedRecords(failures) ?? kafkaError(failures[0]?.error, this.place());
  }

  private client(): Producer {
    if (this.producer === undefined) throw new Error('the sink is not open');
    return this.producer;
  }

  private place() {
    return { servers: this.servers, timeoutMs: this.timeoutMs, topic: this.transport.topic };
  }
}
