import type { JobSettings } from './plan.js';
import type { PlanNode, SinkNode } from './plan-node.js';
import { sourcesOf } from './sources-of.js';

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
  if (input.isUpdating && sink.primaryKey.length > 0) return 'changes of one key stay in order in one task only';
  return stateIn(input);
}

/** What of a tree sees rows of several partitions. */
function stateIn(node: PlanNode): string | undefined {
  switch (node.kind) {
    case 'scan':
      return node.source.kind === 'record-source'
        ? undefined
        : `the connector '${node.source.connector}' makes its rows in one task`;
    case 'values':
      return undefined;
    case 'union':
      return node.inputs.map(stateIn).find((each) => each !== undefined);
    case 'project':
    case 'filter':
    case 'unnest':
    case 'drop-update-before':
      return stateIn(node.input);
    case 'aggregate':
      return 'GROUP BY and DISTINCT need all rows of a key in one task';
    case 'changelog-normalize':
      return 'the last row of each key is kept in one task';
    case 'sort':
      return 'ORDER BY needs all rows in one task';
    case 'limit':
      return 'LIMIT counts rows in one task';
  }
}
