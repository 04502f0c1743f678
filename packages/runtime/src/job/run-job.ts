import type { EvaluationContext } from '@tsql/functions';
import type { JobPlan, JobSettings, PlanNode, QueryPlan } from '@tsql/planner';
import { connect } from '../operator/connect.js';
import { RowLimit } from '../operator/row-limit.js';
import type { Input, Stage } from '../operator/stage.js';
import type { JobContext, JobProgress, JobSummary, RowTarget, RunOptions } from './job-context.js';
import { type FusedWriter, openSinkWriter, type SinkWriter } from './sink-writer.js';
import { openSourceReader, type SourceReader } from './source-reader.js';

/**
 * Runs a job to its end, or until the signal. Sinks are opened before sources, so that a missing target is found before
 * anything is read. Rows made before a failure are written all the same, as Flink's job would have.
 */
export async function runJob(plan: JobPlan, context: JobContext, options: RunOptions): Promise<JobSummary> {
  const run = new JobRun(plan.settings, context, options);
  const sinks: { node: PlanNode; writer: SinkWriter }[] = [];
  try {
    for (const node of plan.sinks) sinks.push({ node: node.input, writer: await run.openSink(node) });
    return await run.run(sinks.map(({ node, writer }) => ({ node, stage: writer, fused: writer.fused })));
  } finally {
    await run.close();
  }
}

/** Runs a query and hands its rows to `target`. */
export async function runQuery(
  plan: QueryPlan,
  target: RowTarget,
  context: JobContext,
  options: RunOptions,
): Promise<JobSummary> {
  const run = new JobRun(plan.settings, context, options);
  try {
    return await run.run([{ node: plan.input, stage: { push: target, finish() {} } }]);
  } finally {
    await run.close();
  }
}

/** A tree, and where its rows go; `fused` is the way around the stages. */
interface Root {
  readonly node: PlanNode;
  readonly stage: Stage;
  readonly fused?: FusedWriter | undefined;
}

class JobRun {
  private readonly progress: JobProgress = {
    recordsIn: 0,
    bytesIn: 0,
    recordsOut: 0,
    bytesOut: 0,
    lag: undefined,
    reconnects: 0,
  };
  private readonly writers: SinkWriter[] = [];
  private readonly readers: SourceReader[] = [];
  private readonly limit: RowLimit | undefined;
  private readonly startedAt: number;
  private lastCheckpoint: number;

  constructor(
    private readonly settings: JobSettings,
    private readonly context: JobContext,
    private readonly options: RunOptions,
  ) {
    this.limit = options.limit === undefined ? undefined : new RowLimit(options.limit);
    this.startedAt = context.now();
    this.lastCheckpoint = this.startedAt;
  }

  private readonly setting = (key: string): string | undefined => this.settings.all[key];

  async openSink(node: JobPlan['sinks'][number]): Promise<SinkWriter> {
    const writer = await openSinkWriter(node, this.context, this.progress, {
      ...this.places(),
      evaluation: this.evaluation(),
    });
    this.writers.push(writer);
    return writer;
  }

  async run(roots: readonly Root[]): Promise<JobSummary> {
    const stageContext = { evaluation: this.evaluation(), mode: this.context.mode, onStateRow: () => {} };
    const inputs = roots.flatMap(({ node, stage, fused }) =>
      this.limit === undefined
        ? connect(node, stage, stageContext).map((input) => ({ ...input, fused }))
        : connect(node, this.limit.before(stage), stageContext),
    );
    try {
      await this.readAll(inputs);
    } catch (error) {
      await this.giveUp();
      throw error;
    }
    const unacknowledged = await this.finish();
    return {
      ...this.progress,
      durationMs: this.context.now() - this.startedAt,
      unacknowledged,
      wasInterrupted: this.options.signal.aborted,
    };
  }

  private async readAll(inputs: readonly (Input & Pick<Root, 'fused'>)[]): Promise<void> {
    const opened: { reader: SourceReader; stage: Stage }[] = [];
    for (const input of inputs) {
      if (input.kind === 'values') continue;
      const reader = await openSourceReader(input.source, input.stage, this.context, this.progress, {
        ...this.places(),
        isBehind: () => this.writers.some((writer) => writer.isBehind),
        fused: input.fused,
      });
      this.readers.push(reader);
      opened.push({ reader, stage: input.stage });
    }
    for (const input of inputs) if (input.kind === 'values') input.run();
    await Promise.all(opened.map(({ reader, stage }) => this.read(reader, stage)));
  }

  private async read(reader: SourceReader, stage: Stage): Promise<void> {
    const drain = () => this.drain();
    while (!this.isStopped && (await reader.step(drain))) {
      await this.drain();
      await this.checkpointIfDue();
    }
    if (!this.isStopped) stage.finish();
  }

  private get isStopped(): boolean {
    return this.options.signal.aborted || this.limit?.isReached === true;
  }

  private async drain(): Promise<void> {
    for (const writer of this.writers) await writer.drain();
  }

  /** In turn: note positions, have everything acknowledged that was read before, store the positions. */
  private async checkpointIfDue(): Promise<void> {
    const now = this.context.now();
    if (this.limit?.isReached) return;
    if (now - this.lastCheckpoint < this.options.checkpointIntervalMs) return;
    this.lastCheckpoint = now;
    const stores = this.readers.map((reader) => reader.checkpoint());
    for (const writer of this.writers) {
      const left = await writer.flush(this.options.shutdownTimeoutMs);
      if (left > 0) return;
      await writer.commit();
    }
    for (const store of stores) await store();
    this.report();
  }

  private report(): void {
    const statuses = this.readers.map((reader) => reader.status());
    this.progress.reconnects = statuses.reduce((sum, status) => sum + status.reconnects, 0);
    this.progress.lag = statuses.some((status) => status.lag === undefined)
      ? undefined
      : statuses.reduce((sum, status) => sum + (status.lag ?? 0), 0);
    this.options.onProgress?.(this.progress);
  }

  /**
   * Has everything acknowledged that was written, then stores the positions. Not where a limit ended the job: records were
   * read that nobody took.
   */
  private async finish(): Promise<number> {
    const stores = this.readers.map((reader) => reader.checkpoint());
    let unacknowledged = 0;
    for (const writer of this.writers) {
      unacknowledged += await writer.flush(this.options.shutdownTimeoutMs);
      await writer.commit();
    }
    if (unacknowledged === 0 && !this.limit?.isReached) for (const store of stores) await store();
    this.report();
    return unacknowledged;
  }

  /** After a failure: rows made before it are written (or taken back, in a transaction); no position is stored. */
  private async giveUp(): Promise<void> {
    for (const writer of this.writers) {
      await writer.flush(this.options.shutdownTimeoutMs).catch(() => {});
      await writer.abort().catch(() => {});
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.readers, ...this.writers].map((part) => part.close()));
  }

  private places() {
    return { signal: this.options.signal, setting: this.setting, localTimeZone: this.settings.localTimeZone };
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
