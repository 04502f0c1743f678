import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { JobProgress, JobSummary } from '../job/job-context.js';
import { unpackError } from './task-error.js';
import type { TaskCommand, TaskReport } from './task-message.js';

/** What a job hears of one of its tasks. */
export interface TaskListener {
  notice(found: Extract<TaskReport, { kind: 'notice' }>['found']): void;
  progress(progress: JobProgress): void;
}

/** A task's thread, from outside. */
export class TaskThread {
  /** Resolves when the task's sinks are open, rejects with its failure. */
  readonly opened: Promise<void>;
  /** Resolves when the task is done, rejects with its failure. */
  readonly done: Promise<JobSummary>;

  private readonly exited: Promise<void>;

  constructor(
    private readonly worker: Worker,
    listener: TaskListener,
  ) {
    this.exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    let isOpen = () => {};
    this.done = new Promise((resolve, reject) => {
      worker.on('message', (report: TaskReport) => {
        switch (report.kind) {
          case 'opened':
            return isOpen();
          case 'notice':
            return listener.notice(report.found);
          case 'progress':
            return listener.progress(report.progress);
          case 'done':
            return resolve(report.summary);
          case 'failed':
            return reject(unpackError(report.error));
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`a task ended with status ${code} and without a word`)));
    });
    this.opened = new Promise((resolve, reject) => {
      isOpen = resolve;
      this.done.catch(reject);
    });
    this.opened.catch(() => {});
  }

  tell(command: TaskCommand): void {
    this.worker.postMessage(command);
  }

  /** Waits until the thread has gone by itself, with all that it has printed; ends it where that takes longer. */
  async end(timeoutMs: number): Promise<void> {
    const timer = new AbortController();
    await Promise.race([this.exited, delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    await this.worker.terminate();
  }
}
