import { main } from './main.js';

/** A reader that has gone away (`| head`) ends the command quietly. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`tsql: this is a fault of tsql: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
