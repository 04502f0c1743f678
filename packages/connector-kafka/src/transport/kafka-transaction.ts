import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  diagnostic,
  durationType,
  type RecordSource,
  ReplayError,
  reveal,
  type SinkTransaction,
  type SourcePositions,
  TsqlError,
} from '@tsql/core';
import type { DeliveryFailure, KafkaError, Producer } from '@tsql/kafka-native';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { clientConfig } from '../properties/client-properties.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { rejectedRecords } from './rejected-records.js';
import { PATIENCE_MS } from './retry.js';
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
 * Calls that may be made again are, until the transaction's own time is over. Where the brokers have given the transaction up
 * meanwhile, or cannot tell what became of it, a new producer takes over the id, and the positions that the group has tell where
 * to go on.
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
  /** What the last transaction held that is known to be committed. */
  private stored: readonly SourcePositions[] = [];
  /** What the one under way holds. */
  private pending: readonly SourcePositions[] = [];
  /** Why it is not known whether the last transaction is committed. */
  private doubt: unknown;

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
    this.isStarted ??= this.initialize().then(() => this.begin());
    return this.isStarted;
  }

  private initialize(): Promise<void> {
    return this.call(() => this.producer.initTransactions(CALL_MS), Math.max(PATIENCE_MS, this.timeoutMs));
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
    this.pending = positions;
    await written;
    // What the client itself refuses does not make the transaction fail.
    const failures = this.takeFailures();
    if (failures[0] !== undefined) throw this.failure(failures[0].error, failures);
    let isEmpty = this.producer.counters().produced === this.producedBefore;
    this.noteWrite();
    for (const each of positions) if (await this.send(each)) isEmpty = false;
    if (!isEmpty) {
      await this.call(() => this.producer.commitTransaction(CALL_MS)).catch((error) => {
        if (causeOf(error).abortable !== true) this.doubt = error;
        throw error;
      });
      this.stored = positions;
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

  async abort(mayRenew = false): Promise<boolean> {
    if (this.isStarted === undefined) return false;
    this.epoch++;
    await this.opened.catch(() => {});
    const early = this.takeFailures();
    const cameThrough = await this.abortOrRenew(mayRenew);
    const failures = this.origins.of([...early, ...this.takeFailures()]);
    this.doubt = undefined;
    await this.begin();
    this.isCommitting = false;
    this.opened = Promise.resolve();
    if (cameThrough) return true;
    const rejected = rejectedRecords(failures);
    if (rejected !== undefined) throw rejected;
    return false;
  }

  private async abortOrRenew(mayRenew: boolean): Promise<boolean> {
    let error = this.doubt;
    if (error === undefined) {
      try {
        await this.call(() => this.producer.abortTransaction(CALL_MS).catch(unlessThereIsNone));
        return false;
      } catch (failure) {
        error = failure;
      }
    }
    const canRecall = mayRenew && this.stored.length > 0 && error instanceof ReplayError;
    if (!canRecall && !needsNewProducer(causeOf(error))) throw error;
    if (canRecall) await this.recall(error, false);
    const former = this.producer;
    this.producer = this.createProducer();
    this.origins = new SentOrigins();
    this.firstSequence = 0;
    await this.initialize();
    await former.close();
    return canRecall && (await this.recall(error, true));
  }

  /**
   * True where the transaction in doubt is committed, by what the group has. Fails where somebody else has gone on with the work: the id
   * is theirs. `isSettled`: this producer has the id, so that nothing changes any more.
   */
  private async recall(error: unknown, isSettled: boolean): Promise<boolean> {
    let cameThrough = false;
    for (const { source, positions } of this.stored) {
      if (!isStoringSource(source)) continue;
      const next = this.pending.find((each) => each.source === source)?.positions;
      const found = await source.recall(positions, this.doubt === undefined ? undefined : next, isSettled);
      if (found === 'next') cameThrough = true;
      if (found !== 'other') continue;
      const reason = 'its positions are no longer those that this process has stored';
      throw new TsqlError(diagnostic('TSQL_TXN_FENCED', { id: this.id, reason }), { cause: error });
    }
    return cameThrough;
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
  failure(error: unknown, failures = this.takeFailures(), waitedMs = this.timeoutMs): TsqlError {
    const { id, servers, timeoutMs } = this;
    return transactionError(error, this.origins.of(failures), {
      id,
      servers,
      timeoutMs,
      ageMs: Date.now() - this.openedAt,
      waitedMs,
    });
  }

  private async begin(): Promise<void> {
    await this.call(() => this.producer.beginTransaction());
    this.producedBefore = this.producer.counters().produced;
    this.firstSequence = this.origins.next;
    this.openedAt = Date.now();
  }

  /** To be called before a batch is sent: the brokers count a transaction's time from its first one on. */
  noteWrite(): void {
    if (this.origins.next === this.firstSequence) this.openedAt = Date.now();
  }

  /** Calls again while the client says that this may help, until the transaction's time is over. */
  private async call(make: () => Promise<void>, patienceMs = this.timeoutMs): Promise<void> {
    for (const deadline = Date.now() + patienceMs; ; ) {
      try {
        return await make();
      } catch (error) {
        if (Date.now() < deadline && isRetriable(error)) continue;
        throw this.failure(error, undefined, patienceMs);
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

/** The client's error that a failure of ours stands for. */
function causeOf(error: unknown): Partial<KafkaError> {
  return (error instanceof Error ? error.cause : undefined) ?? {};
}

function isRetriable(error: unknown): boolean {
  const { retriable, fatal, abortable } = error as { retriable?: boolean; fatal?: boolean; abortable?: boolean };
  return retriable === true && fatal !== true && abortable !== true;
}
