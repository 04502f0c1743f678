// Work spread over worker threads.
import { Worker } from 'node:worker_threads';

/** Calls the exported function `name` of `module` (a URL) once for each list of arguments, each in its own thread. Returns the results. */
export function inThreads(module, name, lists) {
  return Promise.all(
    lists.map(
      (list) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL('thread.mjs', import.meta.url), { workerData: { module, name, list } });
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.once('exit', (status) => reject(new Error(`${name} ended with status ${status}`)));
        }),
    ),
  );
}
