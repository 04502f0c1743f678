import {
  diagnostic,
  type Position,
  type RecordBatch,
  type RecordSource,
  reveal,
  type SourceStatus,
  TsqlError,
} from '@tsql/core';
import type {
  Consumer,
  GroupMetadata,
  KafkaError,
  TopicPartition,
  TopicPartitionOffset,
  Watermarks,
} from '@tsql/kafka-native';
import { topicRegExp } from '../options/topic-pattern.js';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingTopic } from './kafka-error.js';
import { LOST_CONNECTION, retryPassing } from './retry.js';

/** How many records one poll takes at most. */
const MAX_RECORDS = 4096;
const BEGINNING = -2;
const END = -1;
/** How long storing positions may take, whatever happens to the brokers meanwhile: Java's `default.api.timeout.ms`. */
const COMMIT_TIMEOUT_MS = 60_000;
/** What the client recovers from by itself. */
const HEALED = new Set(['_TRANSPORT', '_ALL_BROKERS_DOWN', '_RESOLVE', '_DESTROY_BROKER']);

/** A partition that is read: from `next` on, up to `end` if the read is bounded. */
interface Partition extends TopicPartition {
  next: number;
  readonly end: number | undefined;
}

/** Reads the partitions of a table, each from its start to its end. */
export class KafkaSource implements RecordSource {
  private consumer: Consumer | undefined;
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
    private readonly now: () => number = Date.now,
  ) {
    this.servers = normalizedServers(transport.properties['bootstrap.servers']);
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  }

  async open(): Promise<void> {
    const { createConsumer } = await import('@tsql/kafka-native');
    const group = this.transport.groupId;
    const config = {
      ...clientConfig(this.transport.properties, 'consumer'),
      'group.id': group ?? 'tsql-without-group',
    };
    this.consumer = createConsumer(config);
    try {
      const found = await this.findPartitions(true);
      await this.add(found, false);
    } catch (error) {
      throw error instanceof TsqlError ? error : kafkaError(error, this.place());
    }
    this.lastDiscovery = this.now();
  }

  async poll(maxWaitMs: number): Promise<RecordBatch | null> {
    const consumer = this.client();
    const isBounded = this.transport.bounded.mode !== 'unbounded';
    if (isBounded && this.open_ === 0) return null;
    await this.discoverIfDue();
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
    return this.partitions.get(nameOf(batch.topics[batch.topic[index] ?? 0] ?? '', batch.partition[index] ?? 0));
  }

  private reach(topic: string, number: number, offset: number): void {
    const partition = this.partitions.get(nameOf(topic, number));
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
    for (const { topic, partition: number, offset } of positions) {
      const partition = this.partitions.get(nameOf(topic, number));
      if (partition === undefined) continue;
      if (!isOpen(partition) && offset < (partition.end ?? offset)) this.open_++;
      partition.next = offset;
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
            if (offset >= 0) this.ends.set(nameOf(topic, partition), offset);
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
    if (this.transport.bounded.mode !== 'unbounded' || interval <= 0 || this.now() - this.lastDiscovery < interval)
      return;
    this.lastDiscovery = this.now();
    const found = await this.findPartitions(false).catch(() => []);
    const added = found.filter(({ topic, partition }) => !this.partitions.has(nameOf(topic, partition)));
    if (added.length > 0) await this.add(added, true);
  }

  private async findPartitions(isFirst: boolean): Promise<TopicPartition[]> {
    const consumer = this.client();
    const { topics, topicPattern } = this.transport;
    if (topicPattern === undefined) {
      const found: TopicPartition[] = [];
      for (const topic of topics) {
        const metadata = await consumer.metadata(topic, this.timeoutMs);
        const entry = metadata.topics.find((candidate) => candidate.name === topic);
        if (entry === undefined || entry.error !== undefined || entry.partitions.length === 0) {
          if (isFirst) throw missingTopic(topic, this.servers);
          continue;
        }
        found.push(...entry.partitions.map((partition) => ({ topic, partition: partition.id })));
      }
      return found;
    }
    const pattern = topicRegExp(topicPattern);
    const metadata = await consumer.metadata(null, this.timeoutMs);
    return metadata.topics
      .filter((entry) => pattern.test(entry.name))
      .flatMap((entry) => entry.partitions.map((partition) => ({ topic: entry.name, partition: partition.id })));
  }

  /** Takes partitions up: finds their start and end, and assigns all. Partitions found later are read from their beginning. */
  private async add(found: readonly TopicPartition[], isLater: boolean): Promise<void> {
    const isUnbounded = this.transport.bounded.mode === 'unbounded';
    const watermarks = isLater && isUnbounded ? [] : await this.watermarks(found);
    const starts = isLater
      ? found.map((partition) => ({ ...partition, offset: BEGINNING }))
      : await this.findStarts(found, watermarks);
    const ends = await this.findEnds(found, watermarks);
    for (const [index, start] of starts.entries()) {
      const partition: Partition = {
        topic: start.topic,
        partition: start.partition,
        next: start.offset,
        end: ends[index],
      };
      this.partitions.set(nameOf(start.topic, start.partition), partition);
      if (isOpen(partition)) this.open_++;
    }
    await this.assign();
  }

  private async assign(): Promise<void> {
    const assigned = [...this.partitions.values()].filter(isOpen);
    await this.client().assign(assigned.map(({ topic, partition, next }) => ({ topic, partition, offset: next })));
  }

  private watermarks(partitions: readonly TopicPartition[]): Promise<Watermarks[]> {
    return retryPassing(() => this.client().watermarks(partitions, this.timeoutMs), this.timeoutMs);
  }

  /** The first offset of each partition, as a number from 0 wherever the broker has to be asked. */
  private async findStarts(
    partitions: readonly TopicPartition[],
    watermarks: readonly Watermarks[],
  ): Promise<TopicPartitionOffset[]> {
    const { startup } = this.transport;
    const lows = new Map(watermarks.map((mark) => [nameOf(mark.topic, mark.partition), mark]));
    const at = (partition: TopicPartition, which: 'low' | 'high') =>
      lows.get(nameOf(partition.topic, partition.partition))?.[which] ?? 0;
    switch (startup.mode) {
      case 'earliest-offset':
        return partitions.map((partition) => ({ ...partition, offset: at(partition, 'low') }));
      case 'latest-offset':
        return partitions.map((partition) => ({ ...partition, offset: at(partition, 'high') }));
      case 'timestamp': {
        const times = partitions.map((partition) => ({ ...partition, offset: startup.timestamp ?? 0 }));
        const found = await retryPassing(() => this.client().offsetsForTimes(times, this.timeoutMs), this.timeoutMs);
        return found.map((entry) => ({ ...entry, offset: entry.offset === END ? at(entry, 'high') : entry.offset }));
      }
      case 'specific-offsets': {
        const given = new Map((startup.offsets ?? []).map(({ partition, offset }) => [partition, offset]));
        const group = await this.committedOr(
          partitions.filter(({ partition }) => !given.has(partition)),
          at,
        );
        return partitions.map((partition) => ({
          ...partition,
          offset: given.get(partition.partition) ?? group.get(nameOf(partition.topic, partition.partition)) ?? 0,
        }));
      }
      case 'group-offsets': {
        const group = await this.committedOr(partitions, at);
        return partitions.map((partition) => ({
          ...partition,
          offset: group.get(nameOf(partition.topic, partition.partition)) ?? 0,
        }));
      }
    }
  }

  /** The group's positions; where it has none, what `auto.offset.reset` says, and failing without it. */
  private async committedOr(
    partitions: readonly TopicPartition[],
    at: (partition: TopicPartition, which: 'low' | 'high') => number,
  ): Promise<Map<string, number>> {
    const offsets = new Map<string, number>();
    if (partitions.length === 0) return offsets;
    const committed =
      this.transport.groupId === undefined
        ? []
        : await retryPassing(() => this.client().committed(partitions, this.timeoutMs), this.timeoutMs);
    const reset = reveal(this.transport.properties['auto.offset.reset'] ?? 'none').toLowerCase();
    for (const partition of partitions) {
      const name = nameOf(partition.topic, partition.partition);
      const found = committed.find((entry) => nameOf(entry.topic, entry.partition) === name)?.offset ?? -1;
      if (found >= 0) offsets.set(name, found);
      else if (reset === 'earliest') offsets.set(name, at(partition, 'low'));
      else if (reset === 'latest') offsets.set(name, at(partition, 'high'));
      else throw this.undefinedOffset(partition);
    }
    return offsets;
  }

  private undefinedOffset({ topic, partition }: TopicPartition): TsqlError {
    const group = this.transport.groupId;
    const reason =
      group === undefined ? "the table has no 'properties.group.id'" : `group '${group}' has no committed position`;
    return new TsqlError(
      diagnostic(
        'TSQL_KAFKA_CLIENT',
        { reason: `topic ${topic}, partition ${partition}: no offset to start from: ${reason}` },
        { hint: "set 'scan.startup.mode' = 'earliest-offset', or 'properties.auto.offset.reset'" },
      ),
    );
  }

  /** The offset behind the last record of each partition, or undefined for an unbounded read. */
  private async findEnds(
    partitions: readonly TopicPartition[],
    watermarks: readonly Watermarks[],
  ): Promise<(number | undefined)[]> {
    const { bounded } = this.transport;
    if (bounded.mode === 'unbounded') return partitions.map(() => undefined);
    const high = (index: number) => watermarks[index]?.high ?? 0;
    switch (bounded.mode) {
      case 'latest-offset':
        return partitions.map((_, index) => high(index));
      case 'timestamp': {
        const times = partitions.map((partition) => ({ ...partition, offset: bounded.timestamp ?? 0 }));
        const found = await retryPassing(() => this.client().offsetsForTimes(times, this.timeoutMs), this.timeoutMs);
        return found.map((entry, index) => (entry.offset === END ? high(index) : entry.offset));
      }
      case 'specific-offsets': {
        const given = new Map((bounded.offsets ?? []).map(({ partition, offset }) => [partition, offset]));
        return partitions.map(({ partition }, index) => Math.min(given.get(partition) ?? high(index), high(index)));
      }
      case 'group-offsets': {
        const committed =
          this.transport.groupId === undefined
            ? []
            : await retryPassing(() => this.client().committed(partitions, this.timeoutMs), this.timeoutMs);
        return partitions.map((_, index) => {
          const offset = committed[index]?.offset ?? -1;
          return offset >= 0 ? offset : high(index);
        });
      }
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

function nameOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
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
