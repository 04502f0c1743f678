// For how much of its time commits hold the exactly-once job B up, at full speed and default settings: it commits each second.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { ensureInput } from './input.mjs';
import { createTopic, deleteTopic } from './topics.mjs';

const here = import.meta.dirname;

/** Runs job B once. Returns its commits, how long it took, and the share of that for which reading stood still for them. */
export async function measureHeld(servers, { count, job = 'b' }) {
  const input = await ensureInput(servers, { count });
  const output = `held_out_${process.pid}`;
  await createTopic(servers, output);
  try {
    const child = spawn(
      process.execPath,
      [join(here, '../bin/tsql'), 'run', '--log-format', 'json', join(here, `jobs/${job}.sql`)],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        // The topic's name is that of the transactions: jobs of other runs are not fenced.
        env: { ...process.env, BROKER: servers, IN: input, OUT: output },
      },
    );
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    if (status !== 0) throw new Error(`the job ended with status ${status}: ${said}`);
    const summary = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .findLast((line) => line.commit_held_seconds !== undefined);
    const { records_in: records, commits, commit_held_seconds: held, seconds } = summary;
    return { records, commits, seconds, share: held / seconds };
  } finally {
    await deleteTopic(servers, output);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { records: { type: 'string', default: '10000000' }, job: { type: 'string', default: 'b' } },
  });
  const broker = await startBroker({ log: console.error });
  try {
    console.log(await measureHeld(broker.servers, { count: Number(values.records), job: values.job }));
  } finally {
    await broker.stop();
  }
}
