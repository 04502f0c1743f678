import type { ConnectorRuntimeContext } from '@tsql/core';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';

/**
 * Names a task's transactions: prefix, job, instance, task. The same name always means the same work, so that a start fences
 * what is left of the one before. `cluster` numbers the clusters that the task writes to, from 0.
 */
export function transactionalId(
  { transactionalIdPrefix: prefix }: Pick<KafkaSinkTransport, 'transactionalIdPrefix'>,
  { jobName, instance, task }: Pick<ConnectorRuntimeContext, 'jobName' | 'instance' | 'task'>,
  cluster: number,
): string {
  const parts = [...(prefix === undefined ? [] : [prefix]), jobName, instance, task?.index ?? 0];
  return [...parts, ...(cluster === 0 ? [] : [`cluster${cluster}`])].join('-');
}
