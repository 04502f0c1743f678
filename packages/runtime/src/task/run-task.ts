import type { MessagePort } from 'node:worker_threads';
import type { SourceSplit } from '@tsql/core';
import type { JobContext } from '../job/job-context.js';
import { runJob } from '../job/run-job.js';
import { unpackPlan } from './plan-transfer.js';
import { packError, TaskCancelled } from './task-error.js';
import type { SplitListener, TaskLink } from './task-link.js';
import type { TaskCommand, TaskData, TaskReport } from './task-message.js';

/** Runs a task in its thread, talking with its job by `port`, and closes the port: the thread ends. */
export async function runTask(
  data: TaskData,
  port: MessagePort,
  plugIns: Pick<JobContext, 'connectors' | 'formats'>,
): Promise<void> {
  const tell = (report: TaskReport) => port.postMessage(report);
  const { link, signal } = takeCommands(data, port, tell);
  const { jobName, instance, resumes, createTopics, shutdownTimeoutMs, checkpointIntervalMs } = data;
  const context: JobContext = {
    ...plugIns,
    jobName,
    instance,
    resumes,
    createTopics,
    now: Date.now,
    random: Math.random,
    mode: 'compiled',
    notify: (found) => tell({ kind: 'notice', found }),
    task: link,
  };
  try {
    const summary = await runJob(unpackPlan(data.plan), context, {
      signal,
      shutdownTimeoutMs,
      checkpointIntervalMs,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    tell({ kind: 'done', summary });
  } catch (error) {
    tell({ kind: 'failed', error: packError(error) });
  } finally {
    port.close();
  }
}

function takeCommands(data: TaskData, port: MessagePort, tell: (report: TaskReport) => void) {
  const controller = new AbortController();
  const early: { readonly source: number; readonly splits: readonly SourceSplit[] }[] = [];
  let listener: SplitListener = (source, splits) => early.push({ source, splits });
  let begin: (splits: readonly (readonly SourceSplit[])[]) => void = () => {};
  const begun = new Promise<readonly (readonly SourceSplit[])[]>((resolve) => {
    begin = resolve;
  });
  port.on('message', (command: TaskCommand) => {
    switch (command.kind) {
      case 'begin':
        begin(command.splits);
        return;
      case 'add':
        listener(command.source, command.splits);
        return;
      case 'stop':
      case 'cancel':
        controller.abort(command.kind === 'cancel' ? new TaskCancelled() : undefined);
        begin([]);
    }
  });
  const link: TaskLink = {
    index: data.index,
    count: data.count,
    startedAt: data.startedAt,
    begin() {
      tell({ kind: 'opened' });
      return begun;
    },
    onSplits(taker) {
      for (const { source, splits } of early.splice(0)) taker(source, splits);
      listener = taker;
    },
  };
  return { link, signal: controller.signal };
}
