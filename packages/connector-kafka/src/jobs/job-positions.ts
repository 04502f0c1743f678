import { type ConnectorRuntimeContext, diagnostic, type Position, type SourceSplit } from '@tsql/core';
import type { CommittedOffset, Consumer, KafkaError, TopicPartition, TopicPartitionOffset } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { createSourceConsumer } from '../transport/create-source-consumer.js';
import { LOOKUP_TIMEOUT_MS } from '../transport/kafka-error.js';
import { KafkaSplits, partitionName } from '../transport/kafka-splits.js';
import { LOST_CONNECTION, PATIENCE_MS, retryPassing } from '../transport/retry.js';
import { isRunOver, runToJoin, type StoredPosition, storedPosition } from './job-run.js';
import { printNote } from './position-note.js';

/** The group has changed meanwhile: a rebalance tells of it, and who has the partition now reads from its last position. */
const NOT_A_MEMBER = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', '_ASSIGNMENT_LOST']);

/** The positions of a job's source in the job's group: where partitions start and end, and what is stored of them. */
export class JobPositions {
  private readonly timeoutMs: number;
  private readonly patienceMs: number;
  private readonly isBounded: boolean;
  /** Reads positions once no transaction is about to change them, which needs this isolation (KIP-447). */
  private keeper: Consumer | undefined;
  /** In the table's own group, where the startup mode or the bound looks there. */
  private ofTable: Consumer | undefined;
  private splits: KafkaSplits | undefined;
  private partitions: TopicPartition[] = [];
  /** The number of the bounded run that this instance takes part in. */
  private run: number | undefined;
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly transport: KafkaSourceTransport,
    private consumer: Consumer,
    private readonly groupId: string,
    private readonly context: Pick<ConnectorRuntimeContext, 'jobName' | 'notify' | 'task'>,
  ) {
    this.timeoutMs = Number(transport.properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
    this.patienceMs = Number(transport.properties['default.api.timeout.ms'] ?? PATIENCE_MS);
    this.isBounded = transport.bounded.mode !== 'unbounded';
  }

  /** Connects; returns the topics to read. Says so where the job has no positions. */
  async open(): Promise<readonly string[]> {
    const { createConsumer } = await import('@tsql/kafka-native');
    this.keeper = createConsumer({
      ...clientConfig(this.transport.properties, 'consumer'),
      'group.id': this.groupId,
      'isolation.level': 'read_committed',
    });
    const { startup, bounded, groupId } = this.transport;
    const usesGroup = [startup.mode, bounded.mode].some(
      (mode) => mode === 'group-offsets' || mode === 'specific-offsets',
    );
    if (usesGroup && groupId !== undefined) this.ofTable = await createSourceConsumer(this.transport);
    this.splits = new KafkaSplits(this.transport, this.consumer, this.ofTable);
    this.partitions = await this.splits.findPartitions(true);
    const stored = await this.stored(this.partitions);
    if (stored.every(({ offset }) => offset === undefined)) {
      const { jobName, notify } = this.context;
      notify(diagnostic('TSQL_RUN_STARTS_ANEW', { name: jobName, group: this.groupId }));
    }
    this.splits.noteStarted();
    return this.topics();
  }

  /** Goes on with another consumer, which has joined the group anew. Returns the topics to read. */
  moveTo(consumer: Consumer): readonly string[] {
    this.consumer = consumer;
    this.splits = new KafkaSplits(this.transport, consumer, this.ofTable);
    this.splits.noteStarted();
    return this.topics();
  }

  /** Topics that have come since the last look, with all the others; undefined where there are none. */
  async newTopics(): Promise<readonly string[] | undefined> {
    const before = this.topics().length;
    const found = await this.splits?.findPartitions(false).catch(() => []);
    for (const each of found ?? []) {
      if (!this.topics().includes(each.topic)) this.partitions.push(each);
    }
    const now = this.topics();
    return now.length === before ? undefined : now;
  }

  private topics(): string[] {
    return [...new Set(this.partitions.map(({ topic }) => topic))];
  }

  /** Where reading of these partitions goes on, and where it ends. */
  async take(taken: readonly TopicPartition[]): Promise<SourceSplit[]> {
    const known = new Set(this.partitions.map(nameOf));
    const later = taken.filter((each) => !known.has(nameOf(each)));
    this.partitions.push(...later);
    const stored = await this.stored(this.partitions);
    if (this.isBounded) this.run ??= runToJoin(stored);
    const of = new Map(stored.map((each) => [nameOf(each), each]));
    const starts = await this.startsOf(
      taken.filter((each) => of.get(nameOf(each))?.offset === undefined),
      later,
    );
    const ends = await this.endsOf(taken.filter((each) => !this.isInRun(of.get(nameOf(each)))));
    return taken.map(({ topic, partition }) => {
      const name = partitionName(topic, partition);
      const found = of.get(name);
      const end = this.isInRun(found) ? found?.end : ends.get(name);
      if (end !== undefined) this.ends.set(name, end);
      return { topic, partition, start: found?.offset ?? starts.get(name) ?? 0, end };
    });
  }

  /** Stores positions and bounds as they were taken up, so that neither is looked for again. */
  async fix(splits: readonly SourceSplit[]): Promise<void> {
    await this.store(splits.map(({ topic, partition, start }) => ({ topic, partition, offset: start })));
  }

  /** What is stored of these partitions; -1 where nothing is. */
  async offsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    const stored = await this.stored(partitions.map(({ topic, partition }) => ({ topic, partition })));
    return stored.map(({ topic, partition, offset = -1 }) => ({ topic, partition, offset }));
  }

  withNotes(positions: readonly Position[]): CommittedOffset[] {
    const { run } = this;
    return positions
      .filter(({ offset }) => offset >= 0)
      .map((each) => ({ ...each, metadata: printNote({ run, end: this.ends.get(nameOf(each)) }) }));
  }

  async store(positions: readonly Position[]): Promise<void> {
    const offsets = this.withNotes(positions);
    if (offsets.length === 0) return;
    try {
      await retryPassing(() => this.consumer.commit(offsets), this.patienceMs, LOST_CONNECTION);
    } catch (error) {
      if (!NOT_A_MEMBER.has((error as Partial<KafkaError>).errorName ?? '')) throw error;
    }
  }

  /** True where all instances have read everything of the run. */
  async isRunOver(): Promise<boolean> {
    return this.run !== undefined && isRunOver(await this.stored(this.partitions), this.run);
  }

  async close(): Promise<void> {
    await Promise.all([this.keeper?.close(), this.ofTable?.close()]);
  }

  private isInRun(position: StoredPosition | undefined): boolean {
    return position !== undefined && this.run !== undefined && position.run === this.run && position.end !== undefined;
  }

  private async stored(partitions: readonly TopicPartition[]): Promise<StoredPosition[]> {
    const { keeper } = this;
    if (keeper === undefined || partitions.length === 0) return [];
    const found = await retryPassing(
      () => keeper.committed(partitions, this.timeoutMs),
      this.patienceMs,
      LOST_CONNECTION,
    );
    return found.map(storedPosition);
  }

  /** By name: what the startup mode says; partitions that have come since the start are read from their first record. */
  private async startsOf(
    partitions: readonly TopicPartition[],
    later: readonly TopicPartition[],
  ): Promise<Map<string, number>> {
    const isLater = new Set(later.map(nameOf));
    const first = partitions.filter((each) => !isLater.has(nameOf(each)));
    const starts = await this.splits?.starts(first);
    const lows = await this.splits?.lows(partitions.filter((each) => isLater.has(nameOf(each))));
    return new Map([...(starts ?? []), ...(lows ?? [])].map((each) => [nameOf(each), each.offset]));
  }

  private async endsOf(partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    if (!this.isBounded || partitions.length === 0) return new Map();
    const ends = (await this.splits?.ends(partitions)) ?? [];
    return new Map(partitions.map((each, index) => [nameOf(each), ends[index] ?? 0]));
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return partitionName(topic, partition);
}
