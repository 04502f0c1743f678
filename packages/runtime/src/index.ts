export { compileCondition, compileProjection } from './expression/compile.js';
export { interpret } from './expression/interpret.js';
export type { JobContext, JobProgress, JobSummary, RowTarget, RunOptions } from './job/job-context.js';
export { runJob, runQuery } from './job/run-job.js';
export { runParallelJob, type StartTask } from './task/parallel-job.js';
export { packPlan, unpackPlan } from './task/plan-transfer.js';
export { runTask } from './task/run-task.js';
export { canBeShared } from './task/split-assignment.js';
export type { TaskData } from './task/task-message.js';
