export { compileCondition, compileProjection } from './expression/compile.js';
export { interpret } from './expression/interpret.js';
export type { JobContext, JobProgress, JobSummary, RowTarget, RunOptions } from './job/job-context.js';
export { runJob, runQuery } from './job/run-job.js';
