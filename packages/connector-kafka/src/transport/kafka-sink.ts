import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  type FlushResult,
  type OutputBatch,
  type RecordSink,
  TsqlError,
  type WriteTurn,
} from '@tsql/core';
import type { DeliveryFailure, Producer } from '@tsql/kafka-native';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { clientConfig } from '../properties/client-properties.js';
import { checkProperties } from '../properties/property-values.js';
import { awaitLeaders } from './await-leaders.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingSinkTopic } from './kafka-error.js';
import { KafkaTransaction } from './kafka-transaction.js';
import { rejectedRecords } from './rejected-records.js';
import { SentOrigins } from './sent-origins.js';

/** How long to wait before a full queue is tried again. Milliseconds. */
const QUEUE_FULL_WAIT_MS = 3;
/** How long to wait for records that are to be written again. Milliseconds. */
const DISCARD_MS = 10_000;
/** Between two looks whether a topic just created has its partitions. Milliseconds. */
const NEW_TOPIC_WAIT_MS = 20;
/** As many partitions as the broker's `num.partitions` (KIP-464). */
const BROKER_DEFAULT = -1;

/** Without transactions. */
const ALWAYS: WriteTurn = { opened: Promise.resolve(), isOpen: true, epoch: 0 };

/** Writes one topic. With `exactly-once` everything between two commits is one transaction. */
export class KafkaSink implements RecordSink {
  partitionCount = 0;
  transaction: KafkaTransaction | undefined;
  private producer: Producer | undefined;
  /** The last of the batches that wait, for room in the queue or for the next transaction. */
  private last: Promise<void> | undefined;
  private readonly origins = new SentOrigins();
  private readonly servers: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly transport: KafkaSinkTransport,
    private readonly context: Pick<
      ConnectorRuntimeContext,
      'jobName' | 'instance' | 'createTopics' | 'task' | 'shared' | 'setting'
    >,
  ) {
    this.servers = String(transport.properties['bootstrap.servers'] ?? '');
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  async open(): Promise<void> {
    checkProperties(this.transport.properties, 'producer');
    const { createProducer } = await import('@tsql/kafka-native');
    try {
      if (this.transport.deliveryGuarantee === 'exactly-once') {
        this.transaction = await KafkaTransaction.join(this.transport, this.context);
      } else {
        const bytes = bufferBytes(this.context);
        this.producer = createProducer(clientConfig(this.transport.properties, 'producer', bytes));
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

  turn(): WriteTurn {
    const { transaction } = this;
    if (transaction === undefined) return ALWAYS;
    return { opened: transaction.opened, isOpen: !transaction.isCommitting, epoch: transaction.epoch };
  }

  write(batch: OutputBatch, turn = this.turn()): Promise<void> | undefined {
    this.throwFailures();
    if (this.last !== undefined || !turn.isOpen) return this.queue(batch, 0, turn);
    const taken = this.produce(batch, 0);
    return taken === batch.count ? undefined : this.queue(batch, taken, turn);
  }

  private produce(batch: OutputBatch, from: number): number {
    this.transaction?.noteWrite();
    const origins = this.transaction?.origins ?? this.origins;
    return origins.produce(this.client(), this.transport.topic, batch, from);
  }

  /** Sends what is left of a batch behind those that wait already, in the transaction that it belongs to. */
  private queue(batch: OutputBatch, first: number, { opened, epoch }: WriteTurn): Promise<void> {
    const { transaction, last } = this;
    const send = async () => {
      await last;
      await opened;
      for (let from = first; ; await delay(QUEUE_FULL_WAIT_MS)) {
        if (transaction !== undefined && transaction.epoch !== epoch)
          throw new Error('the transaction was aborted meanwhile');
        this.throwFailures();
        from += this.produce(batch, from);
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

  async forgetFailures(): Promise<void> {
    if (this.transaction !== undefined) return;
    await this.client().flush(DISCARD_MS);
    this.client().takeFailures();
    this.origins.forget();
  }

  async close(): Promise<void> {
    const { producer, transaction } = this;
    this.producer = undefined;
    if (transaction !== undefined) await transaction.leave();
    else await producer?.close();
  }

  private throwFailures(): void {
    if (this.transport.deliveryGuarantee === 'none' && this.transport.tellsFailures !== true) {
      this.client().takeFailures();
      return;
    }
    const failures = this.transaction?.takeFailures() ?? this.client().takeFailures();
    const [failure] = failures;
    if (failure === undefined) return;
    throw this.transaction?.failure(failure.error, failures) ?? this.undelivered(failures);
  }

  private undelivered(failures: readonly DeliveryFailure[]): TsqlError {
    return rejectedRecords(this.origins.of(failures)) ?? kafkaError(failures[0]?.error, this.place());
  }

  private client(): Producer {
    const producer = this.transaction?.producer ?? this.producer;
    if (producer === undefined) throw new Error('the sink is not open');
    return producer;
  }

  private place() {
    return { servers: this.servers, timeoutMs: this.timeoutMs, topic: this.transport.topic };
  }
}
