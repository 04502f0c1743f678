import { checkProperties, type KafkaSourceTransport, missingTopic, topicRegExp } from '@tsql/connector-kafka';
import {
  diagnostic,
  type Position,
  type RecordBatch,
  type RecordSource,
  type SourceStatus,
  TsqlError,
} from '@tsql/core';
import { layOut, type ReadRecord } from './lay-out.js';
import type { MemoryBroker } from './memory-broker.js';
import { endOffset, startOffset } from './memory-offsets.js';
import type { MemoryTopic } from './memory-topic.js';

/** How many records one poll takes at most. */
const MAX_RECORDS = 4096;

/** A partition that is read: from `next` on, up to `end` if the read is bounded. */
interface Partition {
  readonly topic: MemoryTopic;
  readonly partition: number;
  next: number;
  readonly end: number | undefined;
}

/** Reads a table's partitions from memory, one after the other, by topic and number. */
export class MemorySource implements RecordSource {
  private readonly partitions: Partition[] = [];
  private readonly known = new Set<MemoryTopic>();
  private readonly pattern: RegExp | undefined;

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly broker: MemoryBroker,
  ) {
    this.pattern = transport.topicPattern === undefined ? undefined : topicRegExp(transport.topicPattern);
  }

  async open(): Promise<void> {
    const { topics, properties } = this.transport;
    checkProperties(properties, 'consumer');
    for (const name of topics) {
      if (this.broker.topic(name) === undefined) throw missingTopic(name, this.broker.servers);
    }
    this.add(false);
  }

  async poll(maxWaitMs: number): Promise<RecordBatch | null> {
    const isBounded = this.transport.bounded.mode !== 'unbounded';
    if (!isBounded && this.transport.discoveryIntervalMs > 0) this.add(true);
    let records = this.take();
    if (records.length === 0 && isBounded) return null;
    if (records.length === 0) {
      await this.broker.nextRecords(maxWaitMs);
      records = this.take();
    }
    return layOut(records);
  }

  positions(): readonly Position[] {
    return this.partitions.map(({ topic, partition, next }) => ({ topic: topic.name, partition, offset: next }));
  }

  async commit(positions: readonly Position[]): Promise<void> {
    if (this.transport.groupId !== undefined) await this.broker.commitOffsets(this.transport.groupId, positions);
  }

  get storesPositions(): boolean {
    return this.transport.groupId !== undefined;
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    for (const { topic, partition, offset } of positions) {
      const found = this.partitions.find((each) => each.topic.name === topic && each.partition === partition);
      if (found !== undefined) found.next = offset;
    }
  }

  status(): SourceStatus {
    const lag = this.partitions.reduce(
      (sum, partition) => sum + Math.max(0, lastOffset(partition) - partition.next),
      0,
    );
    return { lag, reconnects: 0 };
  }

  async close(): Promise<void> {}

  /** Takes up the topics that are new. Those found later are read from their beginning. */
  private add(isLater: boolean): void {
    for (const topic of this.matching()) {
      if (this.known.has(topic)) continue;
      this.known.add(topic);
      for (const partition of topic.partitions.keys()) {
        const next = isLater ? 0 : startOffset(this.transport, this.broker, topic, partition);
        const end = endOffset(this.transport, this.broker, topic, partition);
        if (end === undefined && next > topic.end(partition)) throw outOfRange(topic, partition, next);
        this.partitions.push({ topic, partition, next, end });
      }
    }
  }

  private matching(): MemoryTopic[] {
    const { pattern } = this;
    const names =
      pattern === undefined ? this.transport.topics : this.broker.topicNames().filter((name) => pattern.test(name));
    return names.map((name) => this.broker.topic(name)).filter((topic) => topic !== undefined);
  }

  private take(): ReadRecord[] {
    const taken: ReadRecord[] = [];
    for (const partition of this.partitions) {
      const end = Math.min(lastOffset(partition), partition.next + MAX_RECORDS - taken.length);
      for (; partition.next < end; partition.next++) {
        const record = partition.topic.records(partition.partition)[partition.next];
        if (record === undefined) break;
        taken.push({ record, topic: partition.topic, partition: partition.partition, offset: partition.next });
      }
    }
    return taken;
  }
}

function lastOffset({ topic, partition, end }: Partition): number {
  return Math.min(end ?? Number.POSITIVE_INFINITY, topic.end(partition));
}

function outOfRange(topic: MemoryTopic, partition: number, offset: number): TsqlError {
  const reason = `topic ${topic.name}, partition ${partition}: offset ${offset} is behind the end, ${topic.end(partition)}`;
  return new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }));
}
