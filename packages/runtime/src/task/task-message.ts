import type { Diagnostic, SourceSplit, TaskPlace } from '@tsql/core';
import type { JobProgress, JobSummary } from '../job/job-context.js';
import type { PackedPlan } from './plan-transfer.js';
import type { PackedError } from './task-error.js';

/** What a task begins with: the `workerData` of its thread. */
export interface TaskData extends TaskPlace {
  readonly kind: 'tsql-task';
  readonly plan: PackedPlan;
  readonly jobName: string;
  readonly instance: string;
  readonly resumes: boolean;
  readonly createTopics: boolean;
  /** When the job began: the same for all tasks. Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly shutdownTimeoutMs: number;
  readonly checkpointIntervalMs: number;
}

/** From the job to its tasks. */
export type TaskCommand =
  /** The splits to begin with, of each source in the order of `sharedInputs`. */
  | { readonly kind: 'begin'; readonly splits: readonly (readonly SourceSplit[])[] }
  | { readonly kind: 'add'; readonly source: number; readonly splits: readonly SourceSplit[] }
  /** End in order, as by SIGTERM. */
  | { readonly kind: 'stop' }
  /** Another task has failed. */
  | { readonly kind: 'cancel' };

/** From a task to its job. */
export type TaskReport =
  /** The sinks are open. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'notice'; readonly found: Diagnostic }
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'done'; readonly summary: JobSummary }
  | { readonly kind: 'failed'; readonly error: PackedError };
