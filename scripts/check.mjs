// Types, lint and format.
import { bin, run } from './lib.mjs';

const steps = [
  [bin('tsc'), ['-b']],
  [bin('biome'), ['check', '.']],
];
for (const [command, args] of steps) {
  const { status } = await run(command, args);
  if (status !== 0) process.exit(status);
}
