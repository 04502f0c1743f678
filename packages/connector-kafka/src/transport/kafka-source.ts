import type {
  ConnectorRuntimeContext,
  Position,
  RecordBatch,
  RecordSource,
  SourceSplit,
  SourceStatus,
} from '@tsql/core';
import type { Consumer, GroupMetadata, KafkaError, TopicPartition } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { createSourceConsumer } from './create-source-consumer.js';
import { kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { KafkaSplits, partitionName } from './kafka-splits.js';
import { LOST_CONNECTION, retryPassing } from './retry.js';

/** How many records one poll takes at most. */
const MAX_RECORDS = 4096;
/** How long storing positions may take, whatever happens to the brokers meanwhile: Java's `default.api.timeout.ms`. */
const COMMIT_TIMEOUT_MS = 60_000;
/** What the client recovers from by itself. */
const HEALED = new Set(['_TRANSPORT', '_ALL_BROKERS_DOWN', '_RESOLVE', '_DESTROY_BROKER']);

/** A partition that is read: from `next` on, up to `end` if the read is bounded. */
interface Partition extends TopicPartition {
  readonly start: number;
  next: number;
  readonly end: number | undefined;
}

/** Reads the partitions of a table, or a task's share of them, each from its start to its end. */
export class KafkaSource implements RecordSource {
  private consumer: Consumer | undefined;
  /** Undefined in a task: its share is found for it. */
  private splits: KafkaSplits | undefined;
  /** Not taken up yet. */
  private added: SourceSplit[] = [];
  private readonly partitions = new Map<string, Partition>();
  /** Of partitions that are read without a bound. */
  private readonly ends = new Map<string, number>();
  /** The brokers, however they are listed. */
  readonly servers: string;
  private readonly timeoutMs: number;
  private lastDiscovery = 0;
  private open_ = 0;
  /** How often a broker was lost: the client connects again by itself. */
  private reconnects = 0;

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly context: Pick<ConnectorRuntimeContext, 'task'> = {},
    private readonly now: () => number = Date.now,
  ) {
    this.servers = normalizedServers(transport.properties['bootstrap.servers']);
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  async open(): Promise<void> {
    const { task } = this.context;
    this.consumer = await createSourceConsumer(this.transport, task);
    if (task !== undefined) return;
    this.splits = new KafkaSplits(this.transport, this.consumer);
    this.addSplits(await this.splits.first());
    await this.takeUp();
    this.lastDiscovery = this.now();
  }

  addSplits(splits: readonly SourceSplit[]): void {
    this.added.push(...splits);
  }

  async poll(maxWaitMs: number): Promise<RecordBatch | null> {
    const consumer = this.client();
    const isBounded = this.transport.bounded.mode !== 'unbounded';
    await this.discoverIfDue();
    if (this.added.length > 0) await this.takeUp();
    if (isBounded && this.open_ === 0) return null;
    const batch = await consumer.poll(MAX_RECORDS, maxWaitMs);
    for (const event of batch.events) {
      if (event.kind === 'eof') this.reach(event.topic, event.partition, event.offset);
      else if (event.kind === 'error') this.fail(event.error);
    }
    return isBounded ? this.cut(batch) : this.follow(batch);
  }

  /** Errors of the connection heal by themselves; the others end the job. */
  private fail(error: KafkaError): void {
    if (error.errorName === '_TRANSPORT') this.reconnects++;
    if (HEALED.has(error.errorName)) return;
    if (error.fatal || !error.retriable) throw kafkaError(error, this.place());
  }

  private follow(batch: RecordBatch): RecordBatch {
    for (let from = 0; from < batch.count; ) {
      const to = runEnd(batch, from);
      const partition = this.partitionAt(batch, from);
      if (partition !== undefined) partition.next = (batch.offset[to - 1] ?? 0) + 1;
      from = to;
    }
    return batch;
  }

  /** Drops what lies behind the bound; a partition whose bound is reached is done. */
  private cut(batch: RecordBatch): RecordBatch {
    let kept: number[] | undefined;
    for (let from = 0; from < batch.count; ) {
      const to = runEnd(batch, from);
      const partition = this.partitionAt(batch, from);
      let inside = partition === undefined ? from : to;
      // Offsets ascend within a partition.
      while (inside > from && (batch.offset[inside - 1] ?? 0) >= (partition?.end ?? Number.POSITIVE_INFINITY)) inside--;
      if (inside < to) kept ??= range(0, from);
      if (kept !== undefined) kept.push(...range(from, inside));
      if (partition !== undefined) {
        this.reach(partition.topic, partition.partition, (batch.offset[to - 1] ?? 0) + 1);
      }
      from = to;
    }
    return kept === undefined ? batch : pick(batch, kept);
  }

  private partitionAt(batch: RecordBatch, index: number): Partition | undefined {
    return this.partitions.get(partitionName(batch.topics[batch.topic[index] ?? 0] ?? '', batch.partition[index] ?? 0));
  }

  private reach(topic: string, number: number, offset: number): void {
    const partition = this.partitions.get(partitionName(topic, number));
    if (partition === undefined) return;
    const wasOpen = isOpen(partition);
    partition.next = Math.max(partition.next, Math.min(offset, partition.end ?? offset));
    if (wasOpen && !isOpen(partition)) this.open_--;
  }

  positions(): readonly Position[] {
    return [...this.partitions.values()].map(({ topic, partition, next }) => ({ topic, partition, offset: next }));
  }

  async commit(positions: readonly Position[]): Promise<void> {
    if (this.transport.groupId === undefined) return;
    const known = positions.filter((position) => position.offset >= 0);
    if (known.length === 0) return;
    try {
      await retryPassing(() => this.client().commit(known), COMMIT_TIMEOUT_MS, LOST_CONNECTION);
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }

  /** The group that positions are stored in, as one without members sees it; undefined without one. */
  group(): GroupMetadata | undefined {
    const { groupId } = this.transport;
    return groupId === undefined ? undefined : { groupId, generationId: -1, memberId: '' };
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    const offsets = new Map(positions.map((each) => [partitionName(each.topic, each.partition), each.offset]));
    this.open_ = 0;
    for (const [name, partition] of this.partitions) {
      // One that was found since then is read from its start.
      partition.next = offsets.get(name) ?? partition.start;
      if (isOpen(partition)) this.open_++;
    }
    await this.assign();
  }

  status(): SourceStatus {
    return { lag: this.lag(), reconnects: this.reconnects };
  }

  /** Up to the bounds of a bounded read, else up to the ends that the last fetches told. */
  private lag(): number | undefined {
    if (this.transport.bounded.mode === 'unbounded') this.refreshEnds();
    let lag = 0;
    for (const [name, { next, end }] of this.partitions) {
      const last = end ?? this.ends.get(name);
      if (last === undefined || next < 0) return undefined;
      lag += Math.max(0, last - next);
    }
    return lag;
  }

  /** For the next time that the lag is asked for. */
  private refreshEnds(): void {
    this.client()
      .knownEnds([...this.partitions.values()].map(({ topic, partition }) => ({ topic, partition })))
      .then(
        (ends) => {
          for (const { topic, partition, offset } of ends)
            if (offset >= 0) this.ends.set(partitionName(topic, partition), offset);
        },
        () => {},
      );
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
    for (const { topic, partition: number, start, end } of this.added.splice(0)) {
      const partition: Partition = { topic, partition: number, start, next: start, end };
      this.partitions.set(partitionName(topic, number), partition);
      if (isOpen(partition)) this.open_++;
    }
    await this.assign();
  }

  private async assign(): Promise<void> {
    const assigned = [...this.partitions.values()].filter(isOpen);
    try {
      await this.client().assign(assigned.map(({ topic, partition, next }) => ({ topic, partition, offset: next })));
    } catch (error) {
      throw kafkaError(error, this.place());
    }
  }
}

function isOpen({ next, end }: Partition): boolean {
  return end === undefined || next < end;
}

/** Behind the records that follow from the same partition. */
function runEnd({ count, topic, partition }: RecordBatch, from: number): number {
  let to = from + 1;
  while (to < count && partition[to] === partition[from] && topic[to] === topic[from]) to++;
  return to;
}

/** The batch with only some of its records. */
function pick(batch: RecordBatch, kept: readonly number[]): RecordBatch {
  const ints = (from: Int32Array) => Int32Array.from(kept, (index) => from[index] ?? 0);
  const headers = kept.flatMap((index) => range(batch.headerIndex[index] ?? 0, batch.headerIndex[index + 1] ?? 0));
  const headerInts = (from: Int32Array) => Int32Array.from(headers, (index) => from[index] ?? 0);
  const headerIndex = new Int32Array(kept.length + 1);
  for (const [i, index] of kept.entries()) {
    headerIndex[i + 1] = (headerIndex[i] ?? 0) + (batch.headerIndex[index + 1] ?? 0) - (batch.headerIndex[index] ?? 0);
  }
  return {
    count: kept.length,
    topics: batch.topics,
    slab: batch.slab,
    topic: ints(batch.topic),
    partition: ints(batch.partition),
    offset: Float64Array.from(kept, (index) => batch.offset[index] ?? 0),
    timestamp: Float64Array.from(kept, (index) => batch.timestamp[index] ?? 0),
    timestampType: Uint8Array.from(kept, (index) => batch.timestampType[index] ?? 0),
    leaderEpoch: ints(batch.leaderEpoch),
    keyStart: ints(batch.keyStart),
    keyEnd: ints(batch.keyEnd),
    valueStart: ints(batch.valueStart),
    valueEnd: ints(batch.valueEnd),
    headerIndex,
    headerNameStart: headerInts(batch.headerNameStart),
    headerNameEnd: headerInts(batch.headerNameEnd),
    headerValueStart: headerInts(batch.headerValueStart),
    headerValueEnd: headerInts(batch.headerValueEnd),
  };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
