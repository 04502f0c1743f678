import {
  type ConnectorRuntimeContext,
  diagnostic,
  type Position,
  type RecordBatch,
  ReplayError,
  type SourceStatus,
} from '@tsql/core';
import type {
  BatchEvent,
  CommittedOffset,
  Consumer,
  GroupMetadata,
  KafkaError,
  TopicPartition,
} from '@tsql/kafka-native';
import { jobGroup } from '../jobs/job-group.js';
import { JobPositions } from '../jobs/job-positions.js';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { clientConfig } from '../properties/client-properties.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { BatchPoll } from './batch-poll.js';
import { HEALED_ERRORS, kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { KnownEnds } from './known-ends.js';
import { ReadPartitions } from './read-partitions.js';
import type { StoringSource } from './storing-source.js';

/** A dead member's partitions go to others after so long. Java's default is three times that. */
const SESSION_TIMEOUT_MS = '15000';
/** Between two looks whether the other instances are done too. Milliseconds. */
const DONE_CHECK_MS = 500;
const SEEK_TIMEOUT_MS = 10_000;
const NOT_ASSIGNED = new Set(['_STATE', '_UNKNOWN_PARTITION', '_ASSIGNMENT_LOST']);

type Context = Pick<
  ConnectorRuntimeContext,
  'jobName' | 'instance' | 'task' | 'shared' | 'notify' | 'settle' | 'now' | 'setting'
>;

/**
 * Reads a table as a member of the job's own group: instances and tasks share the partitions. What a member has read is committed
 * before a partition is taken from it, and whoever gets it goes on from there. A member is known by its name, so that it has its
 * partitions back at once when it starts again, and an older one of the same name is fenced (KIP-345).
 */
export class KafkaGroupSource implements StoringSource {
  readonly servers: string;
  readonly storesPositions = true;
  private readonly groupId: string;
  private consumer: Consumer | undefined;
  private jobPositions: JobPositions | undefined;
  private readonly partitions = new ReadPartitions();
  private readonly batches: BatchPoll;
  private readonly ends: KnownEnds;
  private readonly timeoutMs: number;
  /** Rebalances that came with the last batch: dealt with when its records have been. */
  private news: Extract<BatchEvent, { readonly kind: 'assigned' | 'revoked' | 'lost' }>[] = [];
  private lastDiscovery: number;
  private lastDoneCheck = 0;
  private reconnects = 0;

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly context: Context,
  ) {
    this.servers = normalizedServers(transport.properties['bootstrap.servers']);
    this.ends = new KnownEnds(transport);
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
    this.groupId = jobGroup(context.jobName);
    this.batches = new BatchPoll(bufferBytes(context));
    this.lastDiscovery = context.now();
  }

  async open(): Promise<void> {
    const { createConsumer } = await import('@tsql/kafka-native');
    const { instance, task } = this.context;
    this.consumer = createConsumer({
      'session.timeout.ms': SESSION_TIMEOUT_MS,
      ...clientConfig(this.transport.properties, 'consumer', bufferBytes(this.context)),
      'group.id': this.groupId,
      'group.instance.id': `${instance}-${task?.index ?? 0}-${this.number()}`,
      'partition.assignment.strategy': 'roundrobin',
      ...refreshing(this.transport),
    });
    this.jobPositions = new JobPositions(this.transport, this.consumer, this.groupId, this.context);
    try {
      await this.consumer.subscribe(await this.jobPositions.open());
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }

  /** Of the sources of a task. */
  private number(): number {
    const { shared } = this.context;
    const number = Number(shared.get('kafka-group-sources') ?? 0);
    shared.set('kafka-group-sources', number + 1);
    return number;
  }

  async poll(maxWaitMs: number, withHeaders = true): Promise<RecordBatch | null> {
    await this.followNews();
    if (await this.isDone()) return null;
    await this.discoverIfDue();
    const batch = await this.batches.next(this.client(), maxWaitMs, withHeaders);
    for (const event of batch.events) {
      if (event.kind === 'eof') this.partitions.reach(event.topic, event.partition, event.offset);
      else if (event.kind === 'error') this.fail(event.error);
      else this.news.push(event);
    }
    return this.partitions.take(batch);
  }

  release(): void {
    this.batches.release(this.consumer);
  }

  /** Before the next poll, which answers the rebalance: until then the partitions are still this member's. */
  private async followNews(): Promise<void> {
    for (let event = this.news[0]; event !== undefined; event = this.news[0]) {
      if (event.kind === 'assigned') await this.take(event.partitions);
      else {
        if (event.kind === 'revoked' && this.hasAny(event.partitions)) await this.context.settle();
        this.drop(event);
      }
      this.news.shift();
    }
  }

  private hasAny(partitions: readonly TopicPartition[]): boolean {
    return partitions.some((each) => this.partitions.has(each));
  }

  private drop({ kind, partitions }: (typeof this.news)[number]): void {
    const hadAny = this.hasAny(partitions);
    for (const each of partitions) this.partitions.remove(each);
    if (kind !== 'lost' || !hadAny) return;
    this.news.shift();
    throw new ReplayError(
      diagnostic('TSQL_KAFKA_PARTITIONS_LOST', { group: this.groupId, instance: this.context.instance }),
    );
  }

  private async take(partitions: readonly TopicPartition[]): Promise<void> {
    try {
      const splits = await this.positionsOfJob().take(partitions);
      this.partitions.clear();
      for (const split of splits) this.partitions.add(split);
      const assigned = this.partitions.unfinished();
      await this.client().assign(assigned.map(({ topic, partition, next }) => ({ topic, partition, offset: next })));
      await this.positionsOfJob().fix(splits);
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }

  /** A bounded read ends when all instances have read their parts: one that dies is stood in for. */
  private async isDone(): Promise<boolean> {
    if (this.transport.bounded.mode === 'unbounded' || !this.partitions.areDone) return false;
    const now = this.context.now();
    if (now - this.lastDoneCheck < DONE_CHECK_MS) return false;
    this.lastDoneCheck = now;
    // What this one has read is to be seen by the others, and here.
    await this.context.settle();
    return this.positionsOfJob().isRunOver();
  }

  /** Errors of the connection heal by themselves; the others end the job. */
  private fail(error: KafkaError): void {
    if (error.errorName === '_TRANSPORT') this.reconnects++;
    if (HEALED_ERRORS.has(error.errorName)) return;
    if (error.errorName === 'FENCED_INSTANCE_ID' || error.errorName === '_FENCED') {
      throw kafkaError(error, { ...this.place(), instance: this.context.instance });
    }
    if (error.fatal || !error.retriable) throw kafkaError(error, this.place());
  }

  positions(): readonly Position[] {
    return this.partitions.positions();
  }

  /** With the bound of the run. */
  storedOffsets(positions: readonly Position[]): CommittedOffset[] {
    return this.positionsOfJob().withNotes(positions);
  }

  async commit(positions: readonly Position[]): Promise<void> {
    try {
      await this.positionsOfJob().store(positions);
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }

  group(): GroupMetadata | undefined {
    return this.consumer?.groupMetadata() ?? undefined;
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    // What was taken away meanwhile is gone; what was given is taken up by the next poll.
    for (const event of this.news) {
      if (event.kind !== 'assigned') for (const each of event.partitions) this.partitions.remove(each);
    }
    this.news = this.news.filter(({ kind }) => kind === 'assigned');
    this.partitions.rewind(positions);
    const owned = this.partitions
      .unfinished()
      .map(({ topic, partition, next }) => ({ topic, partition, offset: next }));
    if (owned.length === 0) return;
    await this.client()
      .seek(owned, SEEK_TIMEOUT_MS)
      .catch((error: Partial<KafkaError>) => {
        // Taken away just now: the next poll tells.
        if (!NOT_ASSIGNED.has(error.errorName ?? '')) throw kafkaError(error, this.place());
      });
  }

  status(): SourceStatus {
    if (this.transport.bounded.mode === 'unbounded') this.ends.refresh(this.client(), this.partitions.all());
    return { lag: this.partitions.lag(this.ends.byName), reconnects: this.reconnects };
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer?.close(), this.jobPositions?.close()]);
    this.consumer = undefined;
  }

  private async discoverIfDue(): Promise<void> {
    const { discoveryIntervalMs: interval, topicPattern, bounded } = this.transport;
    if (topicPattern === undefined || bounded.mode !== 'unbounded' || interval <= 0) return;
    const now = this.context.now();
    if (now - this.lastDiscovery < interval) return;
    this.lastDiscovery = now;
    const topics = await this.positionsOfJob().newTopics();
    if (topics !== undefined) await this.client().subscribe(topics);
  }

  private client(): Consumer {
    if (this.consumer === undefined) throw new Error('the source is not open');
    return this.consumer;
  }

  private positionsOfJob(): JobPositions {
    if (this.jobPositions === undefined) throw new Error('the source is not open');
    return this.jobPositions;
  }

  private place() {
    return { servers: this.servers, timeoutMs: this.timeoutMs };
  }
}

/** How soon partitions that are added to a topic are seen. */
function refreshing({ bounded, discoveryIntervalMs }: KafkaSourceTransport): Record<string, string> {
  if (bounded.mode !== 'unbounded' || discoveryIntervalMs <= 0) return {};
  return { 'topic.metadata.refresh.interval.ms': String(Math.min(3_600_000, Math.max(10, discoveryIntervalMs))) };
}
