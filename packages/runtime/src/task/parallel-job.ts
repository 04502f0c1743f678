import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { diagnostic, TsqlError } from '@tsql/core';
import { type JobPlan, sourcesOf } from '@tsql/planner';
import type { JobContext, JobProgress, JobSummary, RunOptions } from '../job/job-context.js';
import { sharedInputs } from '../job/shared-inputs.js';
import { packPlan } from './plan-transfer.js';
import { SplitAssignment } from './split-assignment.js';
import type { TaskCommand, TaskData } from './task-message.js';
import { TaskThread } from './task-thread.js';

/** Starts the thread of a task, which is to call `runTask` with this `workerData`. */
export type StartTask = (data: TaskData) => Worker;

/** What an ending task may take beyond the time that it has for its records. Milliseconds. */
const GRACE_MS = 10_000;
/** What a thread may take to go after its task has ended. Milliseconds. */
const EXIT_MS = 3_000;

/**
 * Runs a job as several tasks, each in a thread with sources, stages and sinks of its own. The first failure ends all, and is
 * the job's. Tasks that do not end in time are ended.
 */
export async function runParallelJob(
  plan: JobPlan,
  context: JobContext,
  options: RunOptions,
  startTask: StartTask,
): Promise<JobSummary> {
  const job = new ParallelJob(plan, context, options, startTask);
  try {
    return await job.run();
  } finally {
    await job.close();
  }
}

class ParallelJob {
  private readonly startedAt: number;
  private readonly threads: readonly TaskThread[];
  private readonly progress: (JobProgress | undefined)[];
  private readonly notices = new Set<string>();
  private readonly assignment: SplitAssignment;

  constructor(
    plan: JobPlan,
    private readonly context: JobContext,
    private readonly options: RunOptions,
    startTask: StartTask,
  ) {
    const { tasks } = plan.parallelism;
    this.startedAt = context.now();
    this.progress = new Array(tasks).fill(undefined);
    const { jobName, instance, resumes, createTopics } = context;
    const { shutdownTimeoutMs, checkpointIntervalMs } = options;
    const data = {
      jobName,
      instance,
      resumes,
      createTopics,
      shutdownTimeoutMs,
      checkpointIntervalMs,
      startedAt: this.startedAt,
    };
    const packed = packPlan(plan);
    this.threads = Array.from({ length: tasks }, (_, index) => {
      const worker = startTask({ ...data, kind: 'tsql-task', plan: packed, index, count: tasks });
      return new TaskThread(worker, {
        notice: (found) => this.notice(found),
        progress: (progress) => this.report(index, progress),
      });
    });
    const inputs = plan.sinks.flatMap(({ input }) => sourcesOf(input)).map((source) => ({ plan: source }));
    const sources = sharedInputs(inputs).map(([first]) => first.plan);
    this.assignment = new SplitAssignment(sources, context, (key) => plan.settings.all[key], tasks);
  }

  async run(): Promise<JobSummary> {
    const { signal } = this.options;
    const stop = () => this.tellAll({ kind: 'stop' });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      const dones = this.threads.map(({ done }) => done);
      const ended = Promise.all(dones);
      ended.catch(() => {});
      await this.begin();
      const summaries = await this.inTime(ended);
      return this.summary(summaries);
    } catch (error) {
      this.tellAll({ kind: 'cancel' });
      await this.inTime(Promise.allSettled(this.threads.map(({ done }) => done)), true).catch(() => {});
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Sinks first: a missing target is found before anything is read. */
  private async begin(): Promise<void> {
    const finding = this.assignment.first(this.options.signal);
    finding.catch(() => {});
    await Promise.all(this.threads.map(({ opened }) => opened));
    for (const [task, splits] of (await finding).entries()) this.threads[task]?.tell({ kind: 'begin', splits });
    this.assignment.watch((task, source, splits) => this.threads[task]?.tell({ kind: 'add', source, splits }));
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.assignment.close(), ...this.threads.map((thread) => thread.end(EXIT_MS))]);
  }

  /** Waits; from the stop on only as long as the tasks may take for their end. */
  private async inTime<T>(ended: Promise<T>, isStopped = this.options.signal.aborted): Promise<T> {
    const { signal, shutdownTimeoutMs } = this.options;
    const timeoutMs = shutdownTimeoutMs + GRACE_MS;
    const timer = new AbortController();
    const late = async () => {
      if (!isStopped) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await delay(timeoutMs, undefined, { signal: timer.signal, ref: false });
      throw new TsqlError(diagnostic('TSQL_RUN_TASK_LATE', { seconds: timeoutMs / 1000 }));
    };
    try {
      return await Promise.race([ended, late()]);
    } finally {
      timer.abort();
    }
  }

  private tellAll(command: TaskCommand): void {
    for (const thread of this.threads) thread.tell(command);
  }

  /** Several tasks say the same. */
  private notice(found: Parameters<JobContext['notify']>[0]): void {
    const key = `${found.code} ${found.message}`;
    if (this.notices.has(key)) return;
    this.notices.add(key);
    this.context.notify(found);
  }

  private report(task: number, progress: JobProgress): void {
    this.progress[task] = progress;
    this.options.onProgress?.(sum(this.progress));
  }

  private summary(summaries: readonly JobSummary[]): JobSummary {
    return {
      ...sum(summaries),
      durationMs: this.context.now() - this.startedAt,
      unacknowledged: summaries.reduce((total, { unacknowledged }) => total + unacknowledged, 0),
      wasInterrupted: this.options.signal.aborted,
      isResumable: summaries.every(({ isResumable }) => isResumable),
    };
  }
}

function sum(all: readonly (JobProgress | undefined)[]): JobProgress {
  const total = (pick: (progress: JobProgress) => number) =>
    all.reduce((so, progress) => so + (progress === undefined ? 0 : pick(progress)), 0);
  return {
    recordsIn: total(({ recordsIn }) => recordsIn),
    bytesIn: total(({ bytesIn }) => bytesIn),
    recordsOut: total(({ recordsOut }) => recordsOut),
    recordsSkippedOnError: total(({ recordsSkippedOnError }) => recordsSkippedOnError),
    recordsDeadLettered: total(({ recordsDeadLettered }) => recordsDeadLettered),
    bytesOut: total(({ bytesOut }) => bytesOut),
    recordsSkipped: total(({ recordsSkipped }) => recordsSkipped),
    lag: all.some((progress) => progress?.lag === undefined) ? undefined : total(({ lag }) => lag ?? 0),
    reconnects: total(({ reconnects }) => reconnects),
    replays: total(({ replays }) => replays),
    commits: {
      count: total(({ commits }) => commits.count),
      totalMs: total(({ commits }) => commits.totalMs),
      lastMs: Math.max(0, ...all.map((progress) => progress?.commits.lastMs ?? 0)),
      heldMs: total(({ commits }) => commits.heldMs) / Math.max(1, all.length),
      // Of several transactions the oldest one.
      openSince: all.reduce<number | undefined>((oldest, progress) => {
        const since = progress?.commits.openSince;
        return since === undefined || (oldest !== undefined && oldest < since) ? oldest : since;
      }, undefined),
      recordsOut: total(({ commits }) => commits.recordsOut),
      bytesOut: total(({ commits }) => commits.bytesOut),
    },
  };
}
