import { Worker } from 'node:worker_threads';
import type { StartTask } from '@tsql/session';

/** Runs tasks in threads of the program that was started: `bin.ts`, by its launcher where there is one. */
export const startTask: StartTask = (data) => new Worker(process.argv[1] ?? '', { workerData: data, argv: [] });
