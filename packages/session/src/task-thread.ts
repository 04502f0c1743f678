import { parentPort, workerData } from 'node:worker_threads';
import { runTask, type TaskData } from '@tsql/runtime';
import { connectorsByIdentifier, formatsByIdentifier } from './plug-ins.js';

/** The whole life of a task's thread. */
export async function runTaskThread(): Promise<void> {
  if (parentPort === null) throw new Error('this is not the thread of a task');
  const plugIns = { connectors: connectorsByIdentifier(), formats: formatsByIdentifier() };
  await runTask(workerData as TaskData, parentPort, plugIns);
}
