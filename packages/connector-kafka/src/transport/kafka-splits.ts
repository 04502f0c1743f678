import { reveal, type SourceSplit, TsqlError } from '@tsql/core';
import type { Consumer, TopicPartition, TopicPartitionOffset, Watermarks } from '@tsql/kafka-native';
import { type SpecificOffset, specificOffset } from '../options/specific-offsets.js';
import { topicRegExp } from '../options/topic-pattern.js';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import {
  kafkaError,
  LOOKUP_TIMEOUT_MS,
  missingTopic,
  startTimestamp,
  undefinedEnd,
  undefinedOffset,
} from './kafka-error.js';
import { LOST_CONNECTION, PATIENCE_MS, retryPassing } from './retry.js';

const BEGINNING = -2;
const END = -1;

/** Finds the partitions of a table, where reading them starts, and where it ends. */
export class KafkaSplits {
  private readonly servers: string;
  private readonly timeoutMs: number;
  /** How long look-ups go on: a start fails soon where nobody answers, a job that runs has patience. */
  private patienceMs: number;
  private passing: readonly string[] = [];
  private readonly known = new Set<string>();

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly consumer: Consumer,
    /** Of the table's group, where `consumer` is in another one. */
    private readonly ofTable: Consumer = consumer,
  ) {
    this.servers = String(transport.properties['bootstrap.servers'] ?? '');
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
    this.patienceMs = this.timeoutMs;
  }

  /** The job runs from now on. */
  noteStarted(): void {
    this.patienceMs = Number(this.transport.properties['default.api.timeout.ms'] ?? PATIENCE_MS);
    this.passing = LOST_CONNECTION;
  }

  private ask<T>(make: () => Promise<T>): Promise<T> {
    return retryPassing(make, this.patienceMs, this.passing);
  }

  /** Those there are when the job starts. A topic that is missing fails the job. */
  async first(): Promise<SourceSplit[]> {
    try {
      return await this.split(await this.findPartitions(true), false);
    } catch (error) {
      if (error instanceof TsqlError) throw error;
      throw kafkaError(error, { servers: this.servers, timeoutMs: this.timeoutMs });
    }
  }

  /** Those that have come since: they are read from their beginning. None where the brokers do not answer just now. */
  async later(): Promise<SourceSplit[]> {
    const found = await this.findPartitions(false).catch(() => []);
    const added = found.filter(({ topic, partition }) => !this.known.has(partitionName(topic, partition)));
    return added.length === 0 ? [] : this.split(added, true);
  }

  /** The first offset of each partition, as the startup mode says. */
  async starts(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    return partitions.length === 0 ? [] : this.findStarts(partitions, await this.watermarks(partitions));
  }

  /** The first offset that there is of each partition. */
  async lows(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    const marks = partitions.length === 0 ? [] : await this.watermarks(partitions);
    return marks.map(({ topic, partition, low }) => ({ topic, partition, offset: low }));
  }

  /** Behind the last offset to read of each partition, as the bound says. */
  async ends(partitions: readonly TopicPartition[]): Promise<(number | undefined)[]> {
    return this.findEnds(partitions, await this.watermarks(partitions));
  }

  private async split(found: readonly TopicPartition[], isLater: boolean): Promise<SourceSplit[]> {
    const isUnbounded = this.transport.bounded.mode === 'unbounded';
    const watermarks = isLater && isUnbounded ? [] : await this.watermarks(found);
    const starts = isLater
      ? found.map((partition) => ({ ...partition, offset: BEGINNING }))
      : await this.findStarts(found, watermarks);
    const ends = await this.findEnds(found, watermarks);
    for (const { topic, partition } of found) this.known.add(partitionName(topic, partition));
    return starts.map(({ topic, partition, offset }, index) => ({ topic, partition, start: offset, end: ends[index] }));
  }

  /** Fails for a missing topic if `isFirst`. */
  async findPartitions(isFirst: boolean): Promise<TopicPartition[]> {
    const { consumer } = this;
    const { topics, topicPattern } = this.transport;
    if (topicPattern === undefined) {
      const found: TopicPartition[] = [];
      // Kafka's client takes a topic that is named twice once.
      for (const topic of new Set(topics)) {
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

  private watermarks(partitions: readonly TopicPartition[]): Promise<Watermarks[]> {
    return this.ask(() => this.consumer.watermarks(partitions, this.timeoutMs));
  }

  /** The first offset of each partition, as a number from 0 wherever the broker has to be asked. */
  private async findStarts(
    partitions: readonly TopicPartition[],
    watermarks: readonly Watermarks[],
  ): Promise<TopicPartitionOffset[]> {
    const { startup } = this.transport;
    const lows = new Map(watermarks.map((mark) => [partitionName(mark.topic, mark.partition), mark]));
    const at = (partition: TopicPartition, which: 'low' | 'high') =>
      lows.get(partitionName(partition.topic, partition.partition))?.[which] ?? 0;
    switch (startup.mode) {
      case 'earliest-offset':
        return partitions.map((partition) => ({ ...partition, offset: at(partition, 'low') }));
      case 'latest-offset':
        return partitions.map((partition) => ({ ...partition, offset: at(partition, 'high') }));
      case 'timestamp': {
        const times = partitions.map((partition) => ({ ...partition, offset: startTimestamp(this.transport) }));
        const found = await this.ask(() => this.consumer.offsetsForTimes(times, this.timeoutMs));
        return found.map((entry) => ({ ...entry, offset: entry.offset === END ? at(entry, 'high') : entry.offset }));
      }
      case 'specific-offsets': {
        const offsets = await this.specific(startup.offsets ?? [], partitions, watermarks);
        return partitions.map((partition, index) => ({ ...partition, offset: offsets[index] ?? 0 }));
      }
      case 'group-offsets': {
        const group = await this.committedOr(partitions, at);
        return partitions.map((partition) => ({
          ...partition,
          offset: group.get(partitionName(partition.topic, partition.partition)) ?? 0,
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
    const committed = await this.committed(partitions);
    const reset = reveal(this.transport.properties['auto.offset.reset'] ?? 'none').toLowerCase();
    for (const partition of partitions) {
      const name = partitionName(partition.topic, partition.partition);
      const found = committed.get(name);
      if (found !== undefined) offsets.set(name, found);
      else if (reset === 'earliest') offsets.set(name, at(partition, 'low'));
      else if (reset === 'latest') offsets.set(name, at(partition, 'high'));
      else throw undefinedOffset(partition, this.transport.groupId);
    }
    return offsets;
  }

  /** What the group has committed, by partition; nothing without a group. */
  private async committed(partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    if (this.transport.groupId === undefined || partitions.length === 0) return new Map();
    const found = await this.ask(() => this.ofTable.committed(partitions, this.timeoutMs));
    return new Map(
      found.flatMap(({ topic, partition, offset }) =>
        offset < 0 ? [] : [[partitionName(topic, partition), offset] as const],
      ),
    );
  }

  private async specific(
    offsets: readonly SpecificOffset[],
    partitions: readonly TopicPartition[],
    watermarks: readonly Watermarks[],
  ): Promise<number[]> {
    const committed = await this.committed(partitions);
    const { groupId } = this.transport;
    return partitions.map((partition, index) => {
      const { low = 0, high = 0 } = watermarks[index] ?? {};
      const marks = { low, high, committed: committed.get(partitionName(partition.topic, partition.partition)) };
      const offset = specificOffset(offsets, partition.partition, marks, groupId !== undefined);
      if (offset === undefined) throw undefinedOffset(partition, groupId);
      return offset;
    });
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
        const found = await this.ask(() => this.consumer.offsetsForTimes(times, this.timeoutMs));
        return found.map((entry, index) => (entry.offset === END ? high(index) : entry.offset));
      }
      case 'specific-offsets': {
        const offsets = await this.specific(bounded.offsets ?? [], partitions, watermarks);
        return partitions.map((_, index) => Math.min(offsets[index] ?? 0, high(index)));
      }
      case 'group-offsets': {
        const committed = await this.committed(partitions);
        return partitions.map((place) => {
          const end = committed.get(partitionName(place.topic, place.partition));
          if (end === undefined) throw undefinedEnd(place, this.transport.groupId);
          return end;
        });
      }
    }
  }
}

/** A partition as a key of maps. */
export function partitionName(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
