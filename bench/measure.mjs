// One run of one program, measured from outside as a whole process.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTopic, deleteTopic, digest, watchFirst } from './topics.mjs';

/** A topic just made has no leader for a moment. Milliseconds. */
const NEW_TOPIC_WAIT_MS = 1000;

/**
 * Runs a program from topic `input` to a new topic. Returns its CPU seconds, peak memory in MB, duration in seconds and the time in
 * milliseconds from its start to the first record that is seen in the output. Throws where the output's digest is not `wanted`.
 */
export async function measure(servers, { command, env }, { launch, input, output, wanted, fixed, work }) {
  await createTopic(servers, output);
  await new Promise((resolve) => setTimeout(resolve, NEW_TOPIC_WAIT_MS));
  const stop = new AbortController();
  const watch = await watchFirst(servers, output, stop.signal);
  const usage = join(work, output);
  const startedAt = performance.now();
  const child = spawn(launch, [usage, ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, BROKER: servers, IN: input, OUT: output, GROUP: output },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  setTimeout(() => stop.abort(), 2000).unref();
  const seenAt = await watch.seen;
  if (status !== 0) throw new Error(`${command.join(' ')} ended with status ${status}: ${said}`);
  const found = await digest(servers, output, fixed);
  if (found !== wanted) throw new Error(`${command.join(' ')}: the output is wrong: ${found}, not ${wanted}`);
  await deleteTopic(servers, output);
  return { ...JSON.parse(readFileSync(usage, 'utf8')), seconds, firstMs: (seenAt ?? Number.NaN) - startedAt };
}
