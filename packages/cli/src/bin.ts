import { isMainThread } from 'node:worker_threads';

async function runCommandLine(): Promise<void> {
  /** A reader that has gone away (`| head`) ends the command quietly. */
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { main } = await import('./main.js');
  process.exitCode = await main(process.argv.slice(2));
}

/** A task of a job: this file is the code of its thread too (`start-task.ts`). */
async function runTask(): Promise<void> {
  const { runTaskThread } = await import('@tsql/session');
  await runTaskThread();
}

(isMainThread ? runCommandLine() : runTask()).catch((error: unknown) => {
  process.stderr.write(`tsql: this is a fault of tsql: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
