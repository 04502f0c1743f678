import {
  type ConnectorRuntimeContext,
  diagnostic,
  type Position,
  type RecordBatch,
  ReplayError,
  type SourceStatus,
  type TsqlError,
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
import { normalizedServers } from '../properties/normalized-servers.js';
import { checkProperties } from '../properties/property-values.js';
import { BatchPoll } from './batch-poll.js';
import { GroupMembership } from './group-membership.js';
import { HEALED_ERRORS, kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { KnownEnds } from './known-ends.js';
import { ReadPartitions } from './read-partitions.js';
import { compare } from './recall-positions.js';
import { PATIENCE_MS } from './retry.js';
import type { Recalled, StoringSource } from './storing-source.js';

/** Between two looks whether the other instances are done too. Milliseconds. */
const DONE_CHECK_MS = 500;
const SEEK_TIMEOUT_MS = 10_000;
/** What the coordinator answers to a member whose name it knows another one by. */
const FENCED = new Set(['FENCED_INSTANCE_ID', '_FENCED']);
const NOT_ASSIGNED = new Set(['_STATE', '_UNKNOWN_PARTITION', '_ASSIGNMENT_LOST']);

type Context = Pick<
  ConnectorRuntimeContext,
  'jobName' | 'instance' | 'task' | 'shared' | 'notify' | 'settle' | 'now' | 'setting'
>;

/**
 * Reads a table as a member of the job's own group: instances and tasks share the partitions. What a member has read is committed
 * before a partition is taken from it, and whoever gets it goes on from there. A member is known by its name, so that it has its
 * partitions back at once when it starts again, and an older one of the same name is fenced (KIP-345). A coordinator that takes over
 * from another one, or hears a request late, may know this very process by an identifier that it no longer has: it is fenced then
 * too, by nobody, and joins again.
 */
export class KafkaGroupSource implements StoringSource {
  readonly servers: string;
  readonly storesPositions = true;
  private readonly groupId: string;
  private consumer: Consumer | undefined;
  private jobPositions: JobPositions | undefined;
  private membership: GroupMembership | undefined;
  /** True where the coordinator takes this member for another one. */
  private isFenced = false;
  private signal: AbortSignal | undefined;
  /** True where the group's positions tell where to go on. */
  private isRecalling = false;
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

  async open(signal?: AbortSignal): Promise<void> {
    this.signal = signal;
    checkProperties(this.transport.properties, 'consumer');
    const { instance, task } = this.context;
    this.membership = new GroupMembership(
      this.transport,
      { group: this.groupId, instance, name: `${instance}-${task?.index ?? 0}-${this.number()}` },
      this.context,
    );
    this.consumer = await this.membership.createConsumer();
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
    throw this.partitionsLost('it was not heard of for too long');
  }

  private partitionsLost(reason: string, cause?: unknown): ReplayError {
    const { instance } = this.context;
    return new ReplayError(diagnostic('TSQL_KAFKA_PARTITIONS_LOST', { group: this.groupId, instance, reason }), {
      cause,
    });
  }

  /** Whoever has the name is found out when the work since the last commit is taken back, and the group joined again. */
  private failure(error: unknown): TsqlError {
    if (!FENCED.has((error as Partial<KafkaError>).errorName ?? '')) return kafkaError(error, this.place());
    this.isFenced = true;
    return this.partitionsLost('its coordinator takes this member for another one', error);
  }

  private async take(partitions: readonly TopicPartition[]): Promise<void> {
    try {
      this.membership?.noteJoined(this.client());
      const splits = await this.positionsOfJob().take(partitions);
      this.partitions.clear();
      for (const split of splits) this.partitions.add(split);
      const assigned = this.partitions.unfinished();
      await this.client().assign(assigned.map(({ topic, partition, next }) => ({ topic, partition, offset: next })));
      await this.positionsOfJob().fix(splits);
    } catch (error) {
      throw this.failure(error);
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
    return this.positionsOfJob()
      .isRunOver()
      .catch((error) => {
        throw this.failure(error);
      });
  }

  /** Errors of the connection heal by themselves; the others end the job. */
  private fail(error: KafkaError): void {
    if (error.errorName === '_TRANSPORT') this.reconnects++;
    if (HEALED_ERRORS.has(error.errorName)) return;
    if (error.fatal || !error.retriable) throw this.failure(error);
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
      throw this.failure(error);
    }
  }

  group(): GroupMetadata | undefined {
    return this.consumer?.groupMetadata() ?? undefined;
  }

  /** Whose the name is tells whose the work is: the partitions may be others' by now. */
  async recall(
    last: readonly Position[],
    next: readonly Position[] | undefined,
    isSettled: boolean,
  ): Promise<Recalled> {
    if (!isSettled) {
      this.membership?.noteJoined(this.client());
      await this.membership?.awaitName(this.signal);
      return 'last';
    }
    this.isRecalling = true;
    try {
      const found = compare(await this.positionsOfJob().offsets(next ?? last), last, next);
      return found === 'other' ? 'last' : found;
    } catch (error) {
      throw this.failure(error);
    }
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    if (this.isFenced) return this.rejoin();
    // What was taken away meanwhile is gone; what was given is taken up by the next poll.
    for (const event of this.news) {
      if (event.kind !== 'assigned') for (const each of event.partitions) this.partitions.remove(each);
    }
    this.news = this.news.filter(({ kind }) => kind === 'assigned');
    if (this.isRecalling) await this.recallOwned();
    else this.partitions.rewind(positions);
    const owned = this.partitions
      .unfinished()
      .map(({ topic, partition, next }) => ({ topic, partition, offset: next }));
    if (owned.length === 0) return;
    await this.client()
      .seek(owned, SEEK_TIMEOUT_MS)
      .catch(async (error: Partial<KafkaError>) => {
        // Taken away just now: the next poll tells.
        if (NOT_ASSIGNED.has(error.errorName ?? '')) return;
        const failure = this.failure(error);
        if (!this.isFenced) throw failure;
        await this.rejoin();
      });
  }

  /** Goes back to what the group has for the partitions that are this member's. */
  private async recallOwned(): Promise<void> {
    const owned = this.partitions.all().map(({ topic, partition }) => ({ topic, partition }));
    const splits = await this.positionsOfJob()
      .take(owned)
      .catch((error) => {
        throw this.failure(error);
      });
    this.partitions.clear();
    for (const split of splits) this.partitions.add(split);
    this.isRecalling = false;
  }

  /** With a new consumer: the old one is of no use any more. Fails where another process has the name; gives up where the job ends. */
  private async rejoin(): Promise<void> {
    this.news = [];
    this.partitions.clear();
    const { membership } = this;
    if (membership === undefined) throw new Error('the source is not open');
    if (!(await membership.awaitName(this.signal))) return;
    await this.consumer?.close();
    const consumer = await membership.createConsumer();
    this.consumer = consumer;
    await consumer.subscribe(this.positionsOfJob().moveTo(consumer)).catch((error) => {
      throw this.failure(error);
    });
    this.isFenced = false;
    this.isRecalling = false;
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
    const patienceMs = Number(this.transport.properties['default.api.timeout.ms'] ?? PATIENCE_MS);
    return { servers: this.servers, timeoutMs: this.jobPositions === undefined ? this.timeoutMs : patienceMs };
  }
}
