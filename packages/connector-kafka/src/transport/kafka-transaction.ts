import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  durationType,
  type RecordSource,
  reveal,
  type SinkTransaction,
  type SourcePositions,
  type TsqlError,
} from '@tsql/core';
import type { DeliveryFailure, KafkaError, Producer } from '@tsql/kafka-native';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { clientConfig } from '../properties/client-properties.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { rejectedRecords } from './rejected-records.js';
import { SentOrigins } from './sent-origins.js';
import { isStoringSource } from './storing-source.js';
import { needsNewProducer, transactionError } from './transaction-error.js';
import { transactionalId } from './transactional-id.js';

/** librdkafka's default of `transaction.timeout.ms`. */
const TRANSACTION_TIMEOUT_MS = 60_000;
/** How long one try of a call may take before it is made again. Milliseconds. */
const CALL_MS = 10_000;
/** How long a closing producer may take to abort what is open. Milliseconds. */
const CLOSE_MS = 5_000;

/**
 * The transactions of a task's sinks on one cluster, one after the other through one producer, the sources' positions with them.
 * Calls that may be made again are, until the transaction's own time is over.
 */
export class KafkaTransaction implements SinkTransaction {
  isCommitting = false;
  readonly isExactlyOnce = true;
  /** Resolves when the transaction is open that a batch written now belongs to; rejects where there will be none. */
  opened: Promise<void> = Promise.resolve();
  readonly servers: string;
  /** Grows with each abort: what belongs to an earlier one is not to be sent any more. */
  epoch = 0;
  private isStarted: Promise<void> | undefined;
  private isClosed: Promise<void> | undefined;
  /** How many records had been produced when the transaction was opened. */
  private producedBefore = 0;
  private openedAt = Date.now();
  origins = new SentOrigins();
  /** The first record of the transaction, by its number. */
  private firstSequence = 0;
  private readonly timeoutMs: number;
  private users = 0;

  producer: Producer;

  private constructor(
    private readonly createProducer: () => Producer,
    readonly id: string,
    transport: KafkaSinkTransport,
    timeoutMs: number,
  ) {
    this.producer = createProducer();
    this.servers = normalizedServers(transport.properties['bootstrap.servers']);
    this.timeoutMs = timeoutMs;
  }

  /** The task's transaction on the sink's cluster: made for its first sink there. Each who joins is to leave. */
  static async join(
    transport: KafkaSinkTransport,
    context: Pick<ConnectorRuntimeContext, 'jobName' | 'instance' | 'task' | 'shared' | 'setting'>,
  ): Promise<KafkaTransaction> {
    const { createProducer } = await import('@tsql/kafka-native');
    const key = transactionKey(transport.properties);
    const known = context.shared.get(key);
    const transaction =
      known instanceof KafkaTransaction ? known : KafkaTransaction.create(createProducer, transport, context);
    context.shared.set(key, transaction);
    transaction.users++;
    return transaction;
  }

  private static create(
    createProducer: (config: Record<string, string>) => Producer,
    transport: KafkaSinkTransport,
    context: Pick<ConnectorRuntimeContext, 'jobName' | 'instance' | 'task' | 'shared' | 'setting'>,
  ): KafkaTransaction {
    const clusters = [...context.shared.values()].filter((each) => each instanceof KafkaTransaction).length;
    const id = transactionalId(transport, context, clusters);
    const config = clientConfig(transport.properties, 'producer', bufferBytes(context));
    config['transactional.id'] = id;
    // librdkafka lets it end with the transaction.
    if (transport.properties['delivery.timeout.ms'] === undefined) delete config['delivery.timeout.ms'];
    const given = transport.properties['transaction.timeout.ms'];
    const timeoutMs = given === undefined ? defaultTimeout(context) : Number(reveal(given));
    config['transaction.timeout.ms'] = String(timeoutMs);
    return new KafkaTransaction(() => createProducer(config), id, transport, timeoutMs);
  }

  /** Fences former producers of the id, aborts what they left, and opens the first transaction. */
  start(): Promise<void> {
    this.isStarted ??= this.call(() => this.producer.initTransactions(CALL_MS)).then(() => this.begin());
    return this.isStarted;
  }

  canHold(source: RecordSource): boolean {
    return isStoringSource(source) && source.servers === this.servers && source.storesPositions;
  }

  commit(written: Promise<unknown>, positions: readonly SourcePositions[]): Promise<void> {
    this.isCommitting = true;
    const ended = this.end(written, positions);
    this.opened = ended;
    ended.catch(() => {});
    return ended;
  }

  private async end(written: Promise<unknown>, positions: readonly SourcePositions[]): Promise<void> {
    await written;
    // What the client itself refuses does not make the transaction fail.
    const failures = this.takeFailures();
    if (failures[0] !== undefined) throw this.failure(failures[0].error, failures);
    let isEmpty = this.producer.counters().produced === this.producedBefore;
    for (const each of positions) if (await this.send(each)) isEmpty = false;
    if (!isEmpty) {
      await this.call(() => this.producer.commitTransaction(CALL_MS));
      await this.begin();
    }
    this.isCommitting = false;
  }

  /** Makes a source's positions part of the transaction; false where it has none yet. */
  private async send({ source, positions }: SourcePositions): Promise<boolean> {
    if (!isStoringSource(source)) return false;
    const offsets = source.storedOffsets(positions);
    const group = source.group();
    if (offsets.length === 0 || group === undefined) return false;
    await this.call(() => this.producer.sendOffsetsToTransaction(offsets, group, CALL_MS));
    return true;
  }

  async abort(): Promise<void> {
    if (this.isStarted === undefined) return;
    this.epoch++;
    await this.opened.catch(() => {});
    const early = this.takeFailures();
    await this.abortOrRenew();
    const failures = this.origins.of([...early, ...this.takeFailures()]);
    await this.begin();
    this.isCommitting = false;
    this.opened = Promise.resolve();
    const rejected = rejectedRecords(failures);
    if (rejected !== undefined) throw rejected;
  }

  private async abortOrRenew(): Promise<void> {
    try {
      await this.call(() => this.producer.abortTransaction(CALL_MS).catch(unlessThereIsNone));
    } catch (error) {
      if (!needsNewProducer(error instanceof Error ? error.cause : undefined)) throw error;
      await this.producer.close();
      this.producer = this.createProducer();
      this.origins = new SentOrigins();
      this.firstSequence = 0;
      await this.call(() => this.producer.initTransactions(CALL_MS));
    }
  }

  /** The producer is closed with its last sink; what is open then is aborted. */
  async leave(): Promise<void> {
    if (--this.users > 0) return;
    this.isClosed ??= this.close();
    await this.isClosed;
  }

  private async close(): Promise<void> {
    // Where there is nothing to abort, or nobody to ask, the broker does it after the transaction's time.
    const aborted = this.isStarted === undefined ? undefined : this.producer.abortTransaction(CLOSE_MS).catch(() => {});
    await Promise.race([aborted, delay(CLOSE_MS, undefined, { ref: false })]);
    await this.producer.close();
  }

  /** Records of the open transaction that were not delivered; those of an aborted one may be told of late. */
  takeFailures(): DeliveryFailure[] {
    return this.producer.takeFailures().filter(({ sequence }) => sequence >= this.firstSequence);
  }

  /** A failure of a call, or of a record where `error` is one's. */
  failure(error: unknown, failures = this.takeFailures()): TsqlError {
    const { id, servers, timeoutMs } = this;
    return transactionError(error, this.origins.of(failures), {
      id,
      servers,
      timeoutMs,
      ageMs: Date.now() - this.openedAt,
    });
  }

  private async begin(): Promise<void> {
    await this.call(() => this.producer.beginTransaction());
    this.producedBefore = this.producer.counters().produced;
    this.firstSequence = this.origins.next;
    this.openedAt = Date.now();
  }

  /** Calls again while the client says that this may help, until the transaction's time is over. */
  private async call(make: () => Promise<void>): Promise<void> {
    for (const deadline = Date.now() + this.timeoutMs; ; ) {
      try {
        return await make();
      } catch (error) {
        if (Date.now() < deadline && isRetriable(error)) continue;
        throw this.failure(error);
      }
    }
  }
}

/** Under which a task's transaction on the cluster of a table is shared. */
export function transactionKey(properties: KafkaSinkTransport['properties']): string {
  return `kafka-transaction ${normalizedServers(properties['bootstrap.servers'])}`;
}

/** A minute, or as much as makes no commit come too late. */
function defaultTimeout({ setting }: Pick<ConnectorRuntimeContext, 'setting'>): number {
  const interval = durationType.parse(setting('execution.checkpointing.interval') ?? '') ?? 0;
  return Math.max(TRANSACTION_TIMEOUT_MS, 3 * interval);
}

/** A commit that came through leaves nothing to abort. */
function unlessThereIsNone(error: unknown): void {
  if ((error as Partial<KafkaError>).errorName !== '_STATE') throw error;
}

function isRetriable(error: unknown): boolean {
  const { retriable, fatal, abortable } = error as { retriable?: boolean; fatal?: boolean; abortable?: boolean };
  return retriable === true && fatal !== true && abortable !== true;
}
