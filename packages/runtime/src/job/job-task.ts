import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectorRuntimeContext,
  diagnostic,
  RejectedRecordsError,
  ReplayError,
  RowKind,
  type SinkPlan,
  TsqlError,
} from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { JobSettings, PlanNode, SinkNode } from '@tsql/planner';
import { TaskErrors } from '../errors/task-errors.js';
import { connect } from '../operator/connect.js';
import { RowLimit } from '../operator/row-limit.js';
import type { Stage } from '../operator/stage.js';
import { StateMemory } from '../operator/state-memory.js';
import { TaskCancelled } from '../task/task-error.js';
import { Committer } from './committer.js';
import { hasState } from './has-state.js';
import { type JobContext, type JobSummary, newProgress, type RunOptions } from './job-context.js';
import { Replays } from './replays.js';
import { sharedInputs } from './shared-inputs.js';
import { openSinkWriter, type SinkWriter } from './sink-writer.js';
import { openSourceReader, type ReaderTarget, type SourceReader } from './source-reader.js';
import { Watchdog } from './watchdog.js';

/** A tree, and where its rows go; `fuse` makes the way around the stages. */
export interface Root {
  readonly node: PlanNode;
  readonly stage: Stage;
  readonly fuse?: SinkWriter['fuse'] | undefined;
}

/** Longer than any wait of the client's for a broker: a delivery's two minutes, and a transaction's one. */
const STALL_MS = 240_000;
/** A transaction of a batch job ends after so many records read, and so many bytes written. */
const BATCH_MAX_RECORDS = 100_000;
const BATCH_MAX_BYTES = 64 << 20;
/** How often a running job tells of itself, however long it is between its commits. Milliseconds. */
const REPORT_EVERY_MS = 1_000;

/**
 * One task of a job, whole in itself: its share of the sources, its sinks and one committer. Sinks are opened before sources,
 * so that a missing target is found before anything is read.
 */
export class JobTask {
  private readonly progress = newProgress();
  private readonly writers: SinkWriter[] = [];
  private readonly sinks: SinkPlan[] = [];
  private readonly readers: SourceReader[] = [];
  private readonly errors: TaskErrors;
  private readonly limit: RowLimit | undefined;
  private readonly startedAt: number;
  private lastReport = 0;
  private readonly runtime: ConnectorRuntimeContext;
  private readonly replays: Replays;
  private readonly watchdog = new Watchdog(STALL_MS);
  private committer: Committer | undefined;
  /** Of the present attempt; the first one counts. */
  private readonly failures: unknown[] = [];

  constructor(
    private readonly settings: JobSettings,
    private readonly context: JobContext,
    private readonly options: RunOptions,
  ) {
    this.limit = options.limit === undefined ? undefined : new RowLimit(options.limit);
    this.startedAt = context.task?.startedAt ?? context.now();
    this.replays = new Replays(context.now);
    const { jobName, instance, resumes, notify, createTopics, now, random, task, formats } = context;
    this.runtime = {
      jobName,
      instance,
      resumes,
      settle: async () => this.committer?.settle(),
      notify,
      createTopics,
      now,
      random,
      task,
      formats,
      setting: (key) => settings.all[key],
      shared: new Map(),
    };
    this.errors = new TaskErrors(context, this.runtime, this.writers, this.progress);
  }

  async openSink(node: SinkNode): Promise<SinkWriter> {
    const writer = await openSinkWriter(node, this.context, this.progress, {
      ...this.places(),
      evaluation: this.evaluation(),
      number: this.writers.length,
      diversion: this.errors.diversion,
    });
    this.writers.push(writer);
    this.sinks.push(node.sink);
    return writer;
  }

  async run(roots: readonly Root[]): Promise<JobSummary> {
    const committer = await this.open(roots);
    this.report();
    this.committer = committer;
    try {
      const unacknowledged = await this.runToEnd(committer, roots);
      return {
        ...this.progress,
        durationMs: this.context.now() - this.startedAt,
        unacknowledged,
        wasInterrupted: this.options.signal.aborted,
        isResumable: this.readers.every(({ source }) => source?.storesPositions === true),
      };
    } catch (error) {
      await this.giveUp();
      throw error;
    }
  }

  /** Opens the sources, and pushes the rows that are there from the start. */
  private async open(roots: readonly Root[]): Promise<Committer> {
    const state = new StateMemory(this.settings.maxStateBytes);
    const stageContext = { evaluation: this.evaluation(), mode: this.context.mode, state };
    const inputs = roots.flatMap(({ node, stage, fuse }, sink) =>
      this.limit === undefined
        ? connect(node, stage, stageContext).map((input) => ({ ...input, fuse, sink }))
        : connect(node, this.limit.before(stage), stageContext).map((input) => ({ ...input, fuse: undefined, sink })),
    );
    const targets = inputs.flatMap((input): ReaderTarget[] =>
      input.kind === 'source' ? [{ plan: input.source, stage: input.stage, fuse: input.fuse, sink: input.sink }] : [],
    );
    const isBehind = () => this.writers.some((writer) => writer.isBehind);
    try {
      await this.errors.open(
        this.sinks,
        targets.map(({ plan }) => plan),
      );
      const { task } = this.context;
      const splits = await task?.begin();
      for (const group of sharedInputs(targets)) {
        const guard = this.errors.guard;
        const options = { ...this.places(), isBehind, guard };
        const reader = await openSourceReader(group, this.context, this.progress, options);
        reader.addSplits(splits?.[this.readers.length] ?? []);
        this.readers.push(reader);
      }
      this.checkResume();
      task?.onSplits((source, added) => this.readers[source]?.addSplits(added));
      for (const input of inputs) {
        if (input.kind !== 'values') continue;
        // Rows that come from nowhere come once: out of the first task.
        if (task === undefined || task.index === 0) for (const row of input.rows) input.stage.push(row, RowKind.INSERT);
        input.stage.finish();
      }
    } catch (error) {
      await this.giveUp();
      throw error;
    }
    const isBatch = this.settings.runtimeMode === 'batch';
    return new Committer(this.readers, this.writers, this.progress, {
      intervalMs: this.options.checkpointIntervalMs,
      maxRecords: isBatch ? BATCH_MAX_RECORDS : undefined,
      maxBytes: isBatch ? BATCH_MAX_BYTES : undefined,
      storesPositions: !roots.some(({ node }) => hasState(node)),
      flushTimeoutMs: this.options.shutdownTimeoutMs,
      now: this.context.now,
    });
  }

  /** Records and positions have to be seen together: one transaction is on one cluster. */
  private checkResume(): void {
    const transactions = this.writers.flatMap(({ transaction }) =>
      transaction?.isExactlyOnce === true ? transaction : [],
    );
    if (!this.context.resumes || transactions.length === 0) return;
    for (const { source } of this.readers) {
      if (source === undefined || transactions.some((transaction) => transaction.canHold(source))) continue;
      const reason =
        'a source is on another cluster than the exactly-once sink, so that its positions cannot be in the transaction';
      throw new TsqlError(diagnostic('TSQL_RUN_RESUME', { reason }));
    }
  }

  /** Reads to the end and commits; what fails and can be done again is done again. */
  private async runToEnd(committer: Committer, roots: readonly Root[]): Promise<number> {
    const isStateless = !roots.some(({ node }) => hasState(node));
    const canReplay =
      isStateless &&
      this.limit === undefined &&
      this.readers.length > 0 &&
      this.readers.every(({ source }) => source !== undefined);
    for (;;) {
      try {
        await this.watchdog.watch(this.readAll(committer));
        if (this.options.signal.reason instanceof TaskCancelled) throw this.options.signal.reason;
        const isRead = isStateless || !this.options.signal.aborted;
        const unacknowledged = await committer.finish({
          storesPositions: isRead && this.limit?.isReached !== true,
          isWhole: this.isWhole,
        });
        this.report();
        return unacknowledged;
      } catch (error) {
        if (!canReplay) throw error;
        await this.recover(error, committer);
      }
    }
  }

  /** Goes back to the last commit, where the failure is one that this helps against. */
  private async recover(error: unknown, committer: Committer): Promise<void> {
    const isLearnt = this.learn(error);
    if (!isLearnt && !(error instanceof ReplayError)) throw error;
    if (!isLearnt && !(await this.replays.mayTryAgain(this.options.signal))) throw error;
    try {
      await committer.rewind();
    } catch (found) {
      // What the client says first may be only the trace of something worse, which shows here.
      if (!(found instanceof RejectedRecordsError)) throw found;
      this.learn(found);
      await committer.rewind();
      return;
    }
    this.progress.replays = this.replays.count;
    if (!isLearnt && error instanceof ReplayError) this.context.notify(this.replays.notice(error));
  }

  /** True where a rejected record can be found, or kept out, by doing it again. */
  private learn(error: unknown): boolean {
    if (!(error instanceof RejectedRecordsError) || this.options.signal.aborted) return false;
    return this.errors.learn(
      error,
      this.readers.flatMap(({ source }) => source?.positions() ?? []),
    );
  }

  /** All readers to their ends. When one fails the others stop behind their batch. */
  private async readAll(committer: Committer): Promise<void> {
    this.failures.length = 0;
    await Promise.all(
      this.readers.map(async (reader) => {
        try {
          await this.read(reader, committer);
        } catch (error) {
          this.failures.push(error);
          committer.stop();
        }
      }),
    );
    if (this.failures.length > 0) throw this.failures.shift();
  }

  private async read(reader: SourceReader, committer: Committer): Promise<void> {
    const drain = () => this.drain();
    while (!this.isStopped && (await reader.step(drain))) {
      this.watchdog.beat();
      await this.drain();
      if (this.isStopped) break;
      await this.timeHeld(() => committer.step());
      if (this.replays.noteCommit(committer.commits)) this.errors.diversion.settle(committer.committed());
      this.reportIfDue();
    }
    if (this.isStopped) {
      committer.stop();
      return;
    }
    reader.finish();
    // Others may wait for this one to be at the end of a batch.
    await committer.step();
  }

  /** What a job in batch mode wrote before it was interrupted is a part of something; a streaming job has no other end. */
  private get isWhole(): boolean {
    return !this.options.signal.aborted || this.settings.runtimeMode === 'streaming';
  }

  private get isStopped(): boolean {
    return this.options.signal.aborted || this.limit?.isReached === true || this.failures.length > 0;
  }

  private async drain(): Promise<void> {
    const drain = async () => {
      for (const writer of this.writers) await writer.drain();
    };
    await (this.committer?.isCommitting === true ? this.timeHeld(drain) : drain());
  }

  /** Waits for what a commit makes a reader wait for. */
  private async timeHeld(wait: () => Promise<void>): Promise<void> {
    const since = performance.now();
    await wait();
    this.progress.commits.heldMs += (performance.now() - since) / this.readers.length;
  }

  private reportIfDue(): void {
    if (this.context.now() - this.lastReport >= REPORT_EVERY_MS) this.report();
  }

  private report(): void {
    this.lastReport = this.context.now();
    const statuses = this.readers.map((reader) => reader.status());
    this.progress.reconnects = statuses.reduce((sum, status) => sum + status.reconnects, 0);
    this.progress.lag = statuses.some((status) => status.lag === undefined)
      ? undefined
      : statuses.reduce((sum, status) => sum + (status.lag ?? 0), 0);
    this.options.onProgress?.(this.progress);
  }

  /** After a failure: rows made before it are written (or taken back, in a transaction); no position is stored. */
  private async giveUp(): Promise<void> {
    const { shutdownTimeoutMs } = this.options;
    // A client that has stopped answering is not waited for.
    await Promise.race([this.takeBack(), delay(shutdownTimeoutMs, undefined, { ref: false })]);
  }

  private async takeBack(): Promise<void> {
    for (const writer of this.writers) {
      if (writer.transaction === undefined) await writer.flush(this.options.shutdownTimeoutMs).catch(() => {});
      else await writer.transaction.abort().catch(() => {});
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.readers, ...this.writers].map((part) => part.close()));
  }

  private places() {
    return { signal: this.options.signal, runtime: this.runtime, localTimeZone: this.settings.localTimeZone };
  }

  private evaluation(): EvaluationContext {
    const startedAt = this.startedAt;
    return {
      localTimeZone: this.settings.localTimeZone,
      now: this.settings.runtimeMode === 'batch' ? () => startedAt : this.context.now,
      random: this.context.random,
    };
  }
}
