import type { ConnectorRuntimeContext, Position, RecordBatch, SourceSplit, SourceStatus } from '@tsql/core';
import type { CommittedOffset, Consumer, GroupMetadata, KafkaError } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { checkProperties } from '../properties/property-values.js';
import { BatchPoll } from './batch-poll.js';
import { createSourceConsumer } from './create-source-consumer.js';
import { HEALED_ERRORS, kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { KafkaSplits } from './kafka-splits.js';
import { KnownEnds } from './known-ends.js';
import { ReadPartitions } from './read-partitions.js';
import { recallPositions } from './recall-positions.js';
import { LOST_CONNECTION, PATIENCE_MS, retryPassing } from './retry.js';
import type { Recalled, StoringSource } from './storing-source.js';

/** Reads the partitions of a table, or a task's share of them, each from its start to its end. */
export class KafkaSource implements StoringSource {
  private consumer: Consumer | undefined;
  /** Undefined in a task: its share is found for it. */
  private splits: KafkaSplits | undefined;
  /** Not taken up yet. */
  private added: SourceSplit[] = [];
  private readonly partitions = new ReadPartitions();
  private readonly ends: KnownEnds;
  /** The brokers, however they are listed. */
  readonly servers: string;
  private readonly timeoutMs: number;
  private readonly batches: BatchPoll;
  private lastDiscovery = 0;
  /** How often a broker was lost: the client connects again by itself. */
  private reconnects = 0;

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly context: Partial<Pick<ConnectorRuntimeContext, 'task' | 'setting'>> = {},
    private readonly now: () => number = Date.now,
  ) {
    this.batches = new BatchPoll(bufferBytes(context));
    this.servers = normalizedServers(transport.properties['bootstrap.servers']);
    this.ends = new KnownEnds(transport);
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  async open(): Promise<void> {
    const { task } = this.context;
    checkProperties(this.transport.properties, 'consumer');
    this.consumer = await createSourceConsumer(this.transport, bufferBytes(this.context));
    if (task !== undefined) return;
    this.splits = new KafkaSplits(this.transport, this.consumer);
    this.addSplits(await this.splits.first());
    await this.takeUp();
    this.lastDiscovery = this.now();
  }

  addSplits(splits: readonly SourceSplit[]): void {
    this.added.push(...splits);
  }

  async poll(maxWaitMs: number, withHeaders = true): Promise<RecordBatch | null> {
    const consumer = this.client();
    const isBounded = this.transport.bounded.mode !== 'unbounded';
    await this.discoverIfDue();
    if (this.added.length > 0) await this.takeUp();
    if (isBounded && this.partitions.areDone) return null;
    const batch = await this.batches.next(consumer, maxWaitMs, withHeaders);
    for (const event of batch.events) {
      if (event.kind === 'eof') this.partitions.reach(event.topic, event.partition, event.offset);
      else if (event.kind === 'error') this.fail(event.error);
    }
    return this.partitions.take(batch);
  }

  release(): void {
    this.batches.release(this.consumer);
  }

  /** Errors of the connection heal by themselves; the others end the job. */
  private fail(error: KafkaError): void {
    if (error.errorName === '_TRANSPORT') this.reconnects++;
    if (HEALED_ERRORS.has(error.errorName)) return;
    if (error.fatal || !error.retriable) throw kafkaError(error, this.place());
  }

  positions(): readonly Position[] {
    return this.partitions.positions();
  }

  async commit(positions: readonly Position[]): Promise<void> {
    if (this.transport.groupId === undefined) return;
    const known = this.storedOffsets(positions);
    if (known.length === 0) return;
    const patienceMs = Number(this.transport.properties['default.api.timeout.ms'] ?? PATIENCE_MS);
    try {
      await retryPassing(() => this.client().commit(known), patienceMs, LOST_CONNECTION);
    } catch (error) {
      throw kafkaError(error, { ...this.place(), timeoutMs: patienceMs });
    }
  }

  get storesPositions(): boolean {
    return this.transport.groupId !== undefined;
  }

  storedOffsets(positions: readonly Position[]): CommittedOffset[] {
    return positions.filter(({ offset }) => offset >= 0);
  }

  /** The group that positions are stored in, as one without members sees it; undefined without one. */
  group(): GroupMetadata | undefined {
    const { groupId } = this.transport;
    return groupId === undefined ? undefined : { groupId, generationId: -1, memberId: '' };
  }

  recall(last: readonly Position[], next: readonly Position[] | undefined, isSettled: boolean): Promise<Recalled> {
    return recallPositions(this.transport, last, next, isSettled);
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    this.partitions.rewind(positions);
    await this.assign();
  }

  status(): SourceStatus {
    return { lag: this.lag(), reconnects: this.reconnects };
  }

  /** Up to the bounds of a bounded read, else up to the ends that the last fetches told. */
  private lag(): number | undefined {
    if (this.transport.bounded.mode === 'unbounded') this.ends.refresh(this.client(), this.partitions.all());
    return this.partitions.lag(this.ends.byName);
  }

  async close(): Promise<void> {
    await this.consumer?.close();
    this.consumer = undefined;
  }

  private client(): Consumer {
    if (this.consumer === undefined) throw new Error('the source is not open');
    return this.consumer;
  }

  private place() {
    return { servers: this.servers, timeoutMs: this.timeoutMs };
  }

  private async discoverIfDue(): Promise<void> {
    const interval = this.transport.discoveryIntervalMs;
    if (this.splits === undefined || this.transport.bounded.mode !== 'unbounded') return;
    if (interval <= 0 || this.now() - this.lastDiscovery < interval) return;
    this.lastDiscovery = this.now();
    this.addSplits(await this.splits.later());
  }

  /** Assigns what was added, beside what is read already. */
  private async takeUp(): Promise<void> {
    for (const split of this.added.splice(0)) this.partitions.add(split);
    await this.assign();
  }

  private async assign(): Promise<void> {
    const assigned = this.partitions.unfinished();
    try {
      await this.client().assign(assigned.map(({ topic, partition, next }) => ({ topic, partition, offset: next })));
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }
}
