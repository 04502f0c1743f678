import type { Diagnostic, DynamicTableFactory, FormatFactory, RowCollector } from '@tsql/core';
import type { TaskLink } from '../task/task-link.js';

/** What a job gets from outside: plug-ins, clock and chance. */
export interface JobContext {
  readonly connectors: ReadonlyMap<string, DynamicTableFactory>;
  readonly formats: ReadonlyMap<string, FormatFactory>;
  /** `pipeline.name`, or the file's name. */
  readonly jobName: string;
  /** `--instance`: which of the processes that share the job this one is; `0` unless told. */
  readonly instance: string;
  /** `--resume`: sources keep their positions in the job's own group. */
  readonly resumes: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly notify: (found: Diagnostic) => void;
  /** True where a sink's topic is made if it is missing. */
  readonly createTopics: boolean;
  /** `reference` evaluates by the interpreter and the formats' reference schemas. */
  readonly mode: 'compiled' | 'reference';
  /** Where the run is one of several tasks of a job; missing where it is all of it. */
  readonly task?: TaskLink;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** How long the end may take to have everything acknowledged. Milliseconds. */
  readonly shutdownTimeoutMs: number;
  /** How often a job commits. Milliseconds. */
  readonly checkpointIntervalMs: number;
  /** Rows after which a job ends: the records of each sink, the rows of a query. At least 1. */
  readonly limit?: number;
  /** Told at the start, each second, and at the end: of the same object, which goes on changing, where the job is one task. */
  readonly onProgress?: (progress: JobProgress) => void;
}

/** Counters of a running job. */
export interface JobProgress {
  recordsIn: number;
  bytesIn: number;
  recordsOut: number;
  /** Records left out of the job because they failed, by `on-error`. */
  recordsSkippedOnError: number;
  /** Records diverted to a dead letter topic. */
  recordsDeadLettered: number;
  bytesOut: number;
  /** Records that made no row: unreadable ones where that is allowed, those without a value. */
  recordsSkipped: number;
  lag: number | undefined;
  reconnects: number;
  /** How often work was taken back and done again. */
  replays: number;
  readonly commits: CommitProgress;
}

/** What became of a job's commits, and what the next one will hold. */
export interface CommitProgress {
  count: number;
  /** How long they took, all together and the last one. Milliseconds. */
  totalMs: number;
  lastMs: number;
  /** How long reading stood still for them, the mean of the readers and tasks. Milliseconds. */
  heldMs: number;
  /** When the transaction began that is open, in milliseconds since the epoch; undefined where there is none. */
  openSince: number | undefined;
  /** Written at the last commit: what was written since is not committed. */
  recordsOut: number;
  bytesOut: number;
}

export function newProgress(): JobProgress {
  return {
    recordsIn: 0,
    bytesIn: 0,
    recordsOut: 0,
    bytesOut: 0,
    recordsSkipped: 0,
    recordsSkippedOnError: 0,
    recordsDeadLettered: 0,
    lag: undefined,
    reconnects: 0,
    replays: 0,
    commits: { count: 0, totalMs: 0, lastMs: 0, heldMs: 0, openSince: undefined, recordsOut: 0, bytesOut: 0 },
  };
}

/** How a job ended. */
export interface JobSummary extends JobProgress {
  readonly durationMs: number;
  /** Records that were sent but neither acknowledged nor refused when the time was up. */
  readonly unacknowledged: number;
  readonly wasInterrupted: boolean;
  /** True where the positions of all sources are stored, so that a next start can go on from there. */
  readonly isResumable: boolean;
}

/** Where the rows of a query go. */
export type RowTarget = RowCollector;
