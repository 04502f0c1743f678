import type { JobSettings } from './plan.js';
import type { SinkNode } from './plan-node.js';
import { sourcesOf } from './sources-of.js';
import { stateOf } from './state-of.js';

/** How many tasks do a job's work side by side, each with a share of the sources' partitions. */
export interface Parallelism {
  /** At least 1. */
  readonly tasks: number;
  /** Why there is one task, where more were asked for. */
  readonly reason: string | undefined;
}

/**
 * `parallelism.default`, for a sink `sink.parallelism` where given. Rows never change tasks, so that a partition's order is kept;
 * a job that needs rows of several partitions in one place is one task.
 */
export function parallelismOf(sinks: readonly SinkNode[], settings: JobSettings): Parallelism {
  const tasks = Math.max(...sinks.map(({ sink }) => wanted(sink, settings.parallelism)));
  const hasSources = sinks.some(({ input }) => sourcesOf(input).length > 0);
  if (tasks <= 1 || !hasSources) return { tasks: 1, reason: undefined };
  const reason = sinks.map(needsOneTask).find((each) => each !== undefined);
  return { tasks: reason === undefined ? tasks : 1, reason };
}

function wanted(sink: SinkNode['sink'], usual: number): number {
  return sink.kind === 'record-sink' ? (sink.parallelism ?? usual) : usual;
}

function needsOneTask({ sink, input }: SinkNode): string | undefined {
  if (sink.kind === 'record-sink' && sink.bufferFlush !== undefined)
    return "'sink.buffer-flush.*' keeps the last row of each key in one task";
  if (sink.kind === 'record-sink' && sink.overwrites === true) return 'INSERT OVERWRITE replaces files from one task';
  if (input.isUpdating && sink.primaryKey.length > 0) return 'changes of one key stay in order in one task only';
  const maker = sourcesOf(input).find(({ kind }) => kind === 'row-source');
  if (maker !== undefined) return `the connector '${maker.connector}' makes its rows in one task`;
  return stateOf(input);
}
