// The main job: set-up, then the orders example against brokers inside of the process.
import { join } from 'node:path';
import { root, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

try {
  await setup();
  const { status } = await run(join(root, 'bin', 'tsql'), ['quickstart', 'examples/orders']);
  process.exitCode = status;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
