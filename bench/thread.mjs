// One thread of `inThreads`.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// The packages are TypeScript, and a thread does not have the main one's loader.
register();
const { module, name, list } = workerData;
parentPort.postMessage(await (await import(module))[name](...list));
