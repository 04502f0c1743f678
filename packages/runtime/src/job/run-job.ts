import type { JobPlan, PlanNode, QueryPlan } from '@tsql/planner';
import type { JobContext, JobSummary, RowTarget, RunOptions } from './job-context.js';
import { JobTask } from './job-task.js';
import type { SinkWriter } from './sink-writer.js';

/**
 * Runs a job to its end, or until the signal. Rows made before a failure are written all the same, as Flink's job would have,
 * but for those of a transaction that is open.
 */
export async function runJob(plan: JobPlan, context: JobContext, options: RunOptions): Promise<JobSummary> {
  const task = new JobTask(plan.settings, context, options);
  const sinks: { node: PlanNode; writer: SinkWriter }[] = [];
  try {
    for (const node of plan.sinks) sinks.push({ node: node.input, writer: await task.openSink(node) });
    return await task.run(sinks.map(({ node, writer }) => ({ node, stage: writer, fuse: writer.fuse?.bind(writer) })));
  } finally {
    await task.close();
  }
}

/** Runs a query and hands its rows to `target`. */
export async function runQuery(
  plan: QueryPlan,
  target: RowTarget,
  context: JobContext,
  options: RunOptions,
): Promise<JobSummary> {
  const task = new JobTask(plan.settings, context, options);
  try {
    return await task.run([{ node: plan.input, stage: { push: target, finish() {} } }]);
  } finally {
    await task.close();
  }
}
