import { setTimeout as delay } from 'node:timers/promises';
import { diagnostic, TsqlError } from '@tsql/core';
import type { CommittedOffset, Consumer, Producer, TopicPartition } from '@tsql/kafka-native';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError } from '../transport/kafka-error.js';
import { retryPassing } from '../transport/retry.js';
import { jobGroup, jobOfGroup } from './job-group.js';
import { parseNote, printNote } from './position-note.js';

const TIMEOUT_MS = 15_000;
/** A session's length, and a little more. */
const SESSION_WAIT_MS = 20_000;
const PAUSE_MS = 500;

/** One partition of a job. */
export interface JobPosition extends TopicPartition {
  /** The next offset to read. */
  readonly position: number;
  /** Behind the last offset of the present run; undefined where reading does not end. */
  readonly bound: number | undefined;
  /** Behind the last record there is: the last stable offset. */
  readonly end: number;
  /** Records between the position and the bound, or the end. */
  readonly lag: number;
}

export interface JobListing {
  readonly name: string;
  /** True while an instance is in the job's group. */
  readonly isRunning: boolean;
  readonly positions: readonly JobPosition[];
}

/** Where a job is to go on. */
export type ResetTarget =
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'timestamp' | 'offset'; readonly value: number };

/** The resumable jobs of a cluster, from what their groups hold. */
export class JobRegistry {
  private constructor(
    private readonly servers: string,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  /** `properties` are those of Java's clients, `bootstrap.servers` among them. */
  static async connect(properties: Readonly<Record<string, string>>): Promise<JobRegistry> {
    const { createConsumer, createProducer } = await import('@tsql/kafka-native');
    return new JobRegistry(
      properties['bootstrap.servers'] ?? '',
      createProducer(clientConfig(properties, 'producer')),
      createConsumer({
        ...clientConfig(properties, 'consumer'),
        'isolation.level': 'read_committed',
        'group.id': 'tsql-without-group',
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.producer.close(), this.consumer.close()]);
  }

  /** By name. Groups of other programs whose names begin alike are left out. */
  async list(): Promise<JobListing[]> {
    const groups = await this.ask(() => this.producer.listGroups(TIMEOUT_MS));
    const jobs: JobListing[] = [];
    for (const { group, state } of groups) {
      const name = jobOfGroup(group);
      const found = name === undefined ? undefined : await this.look(name, state);
      if (found !== undefined) jobs.push(found);
    }
    return jobs.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Fails with TSQL_RUN_NO_JOB where there are no positions of that name. */
  async describe(name: string): Promise<JobListing> {
    const groups = await this.ask(() => this.producer.listGroups(TIMEOUT_MS));
    const state = groups.find(({ group }) => group === jobGroup(name))?.state;
    const found = state === undefined ? undefined : await this.look(name, state);
    if (found !== undefined) return found;
    throw new TsqlError(diagnostic('TSQL_RUN_NO_JOB', { name, group: jobGroup(name), servers: this.servers }));
  }

  /**
   * Sets positions, all or those of a topic or a partition; the bounds are fixed anew by the next run. Returns them. A job that
   * was stopped is a member of its group until its session is over: `waitMs` is how long to wait for that.
   */
  async reset(
    name: string,
    target: ResetTarget,
    only: Partial<TopicPartition> = {},
    waitMs = SESSION_WAIT_MS,
  ): Promise<JobPosition[]> {
    const { positions } = await this.describe(name);
    const chosen = positions.filter(
      ({ topic, partition }) => topic === (only.topic ?? topic) && partition === (only.partition ?? partition),
    );
    if (chosen.length === 0) {
      const topics = [...new Set(positions.map(({ topic }) => topic))].join(', ');
      throw new TsqlError(
        diagnostic('TSQL_RUN_RESET', { name, reason: `it has no such partition; its topics: ${topics}` }),
      );
    }
    const offsets = await this.resolve(chosen, target);
    const metadata = printNote({ end: undefined });
    const wanted = offsets.map((each) => ({ ...each, metadata }));
    for (const deadline = Date.now() + waitMs; ; await delay(PAUSE_MS)) {
      const stored = await this.ask(() => this.producer.alterGroupOffsets(jobGroup(name), wanted, TIMEOUT_MS));
      // What is refused comes back partition by partition.
      const refused = stored.find(({ error }) => error !== undefined);
      if (refused === undefined) return this.measure(offsets);
      if (!isInUse(refused) || Date.now() >= deadline) throw refusal(name, refused);
    }
  }

  private async resolve(partitions: readonly TopicPartition[], target: ResetTarget): Promise<CommittedOffset[]> {
    const marks = await this.ask(() => this.consumer.watermarks(partitions, TIMEOUT_MS));
    const times =
      target.kind === 'timestamp'
        ? await this.ask(() =>
            this.consumer.offsetsForTimes(
              partitions.map((each) => ({ ...each, offset: target.value })),
              TIMEOUT_MS,
            ),
          )
        : [];
    return partitions.map(({ topic, partition }) => {
      const is = (each: TopicPartition) => each.topic === topic && each.partition === partition;
      const { low, high } = marks.find(is) ?? { low: 0, high: 0 };
      return { topic, partition, offset: targetOffset(target, { low, high, at: times.find(is)?.offset ?? -1 }) };
    });
  }

  private async look(name: string, state: string): Promise<JobListing | undefined> {
    const offsets = await this.ask(() => this.producer.groupOffsets(jobGroup(name), null, TIMEOUT_MS));
    const ours = offsets.filter(({ metadata }) => parseNote(metadata) !== undefined);
    if (ours.length === 0) return undefined;
    return { name, isRunning: state !== 'Empty' && state !== 'Dead', positions: await this.measure(ours) };
  }

  private async measure(offsets: readonly CommittedOffset[]): Promise<JobPosition[]> {
    const marks = await this.ask(() => this.consumer.watermarks(offsets, TIMEOUT_MS));
    const positions = offsets.map(({ topic, partition, offset, metadata }): JobPosition => {
      const end = marks.find((each) => each.topic === topic && each.partition === partition)?.high ?? offset;
      const bound = parseNote(metadata)?.end;
      return { topic, partition, position: offset, bound, end, lag: Math.max(0, (bound ?? end) - offset) };
    });
    return positions.sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await retryPassing(question, TIMEOUT_MS);
    } catch (error) {
      throw kafkaError(error, { servers: this.servers, timeoutMs: TIMEOUT_MS });
    }
  }
}

/** `at` is the offset at the time that was asked for, below 0 where there is none. Offsets are kept within what there is. */
function targetOffset(
  target: ResetTarget,
  { low, high, at }: { readonly low: number; readonly high: number; readonly at: number },
): number {
  switch (target.kind) {
    case 'earliest':
      return low;
    case 'latest':
      return high;
    case 'timestamp':
      return at < 0 ? high : at;
    case 'offset':
      return Math.min(high, Math.max(low, target.value));
  }
}

function isInUse({ error }: CommittedOffset): boolean {
  return ['UNKNOWN_MEMBER_ID', 'NON_EMPTY_GROUP', 'REBALANCE_IN_PROGRESS'].includes(error?.errorName ?? '');
}

function refusal(name: string, refused: CommittedOffset): TsqlError {
  const { topic, partition, error } = refused;
  const reason = isInUse(refused)
    ? 'it is running: stop all of its instances first'
    : (error?.message ?? 'it was refused');
  return new TsqlError(diagnostic('TSQL_RUN_RESET', { name, reason: `${topic}, partition ${partition}: ${reason}` }));
}
