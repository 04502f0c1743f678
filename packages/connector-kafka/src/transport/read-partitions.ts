import type { Position, RecordBatch, SourceSplit } from '@tsql/core';
import type { TopicPartition } from '@tsql/kafka-native';
import { partitionName } from './kafka-splits.js';

/** A partition that is read: from `next` on, up to `end` if the read is bounded. */
export interface ReadPartition extends TopicPartition {
  readonly start: number;
  next: number;
  readonly end: number | undefined;
}

/** The partitions that a source reads, and how far it has read them. */
export class ReadPartitions {
  private readonly partitions = new Map<string, ReadPartition>();
  private open = 0;

  /** True where every partition has been read to its end. */
  get areDone(): boolean {
    return this.open === 0;
  }

  add({ topic, partition, start, end }: SourceSplit): void {
    const added: ReadPartition = { topic, partition, start, next: start, end };
    this.partitions.set(partitionName(topic, partition), added);
    this.countOpen();
  }

  remove({ topic, partition }: TopicPartition): void {
    this.partitions.delete(partitionName(topic, partition));
    this.countOpen();
  }

  clear(): void {
    this.partitions.clear();
    this.open = 0;
  }

  has({ topic, partition }: TopicPartition): boolean {
    return this.partitions.has(partitionName(topic, partition));
  }

  all(): ReadPartition[] {
    return [...this.partitions.values()];
  }

  /** Those with something left to read. */
  unfinished(): ReadPartition[] {
    return this.all().filter(isOpen);
  }

  positions(): Position[] {
    return this.all().map(({ topic, partition, next }) => ({ topic, partition, offset: next }));
  }

  /** Notes a batch as read. Drops what lies behind a bound; a partition whose bound is reached is done. */
  take(batch: RecordBatch): RecordBatch {
    let kept: number[] | undefined;
    for (let from = 0; from < batch.count; ) {
      const to = runEnd(batch, from);
      const partition = this.partitionAt(batch, from);
      const end = partition?.end ?? Number.POSITIVE_INFINITY;
      let inside = partition === undefined ? from : to;
      // Offsets ascend within a partition.
      while (inside > from && (batch.offset[inside - 1] ?? 0) >= end) inside--;
      if (inside < to) kept ??= range(0, from);
      if (kept !== undefined) kept.push(...range(from, inside));
      if (partition !== undefined) this.advance(partition, (batch.offset[to - 1] ?? 0) + 1);
      from = to;
    }
    return kept === undefined ? batch : pick(batch, kept);
  }

  /** Notes that there is nothing more below an offset: behind the last record come transactions' marks. */
  reach(topic: string, number: number, offset: number): void {
    const partition = this.partitions.get(partitionName(topic, number));
    if (partition !== undefined) this.advance(partition, offset);
  }

  /** Goes back to positions given out before; what was added since then goes back to its start. */
  rewind(positions: readonly Position[]): void {
    const offsets = new Map(positions.map((each) => [partitionName(each.topic, each.partition), each.offset]));
    for (const [name, partition] of this.partitions) {
      // One that went to another reader and came back has its place from there.
      partition.next = Math.max(partition.start, offsets.get(name) ?? partition.start);
    }
    this.countOpen();
  }

  /** Records up to the bounds, else up to `ends`, by name; undefined while one is not known. */
  lag(ends: ReadonlyMap<string, number>): number | undefined {
    let lag = 0;
    for (const [name, { next, end }] of this.partitions) {
      const last = end ?? ends.get(name);
      if (last === undefined || next < 0) return undefined;
      lag += Math.max(0, last - next);
    }
    return lag;
  }

  private advance(partition: ReadPartition, offset: number): void {
    const wasOpen = isOpen(partition);
    partition.next = Math.max(partition.next, Math.min(offset, partition.end ?? offset));
    if (wasOpen && !isOpen(partition)) this.open--;
  }

  private partitionAt(batch: RecordBatch, index: number): ReadPartition | undefined {
    return this.partitions.get(partitionName(batch.topics[batch.topic[index] ?? 0] ?? '', batch.partition[index] ?? 0));
  }

  private countOpen(): void {
    this.open = this.unfinished().length;
  }
}

function isOpen({ next, end }: ReadPartition): boolean {
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
