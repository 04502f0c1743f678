// What runs for each job, tsql first.
import { join } from 'node:path';
import { ensureFlink } from './flink.mjs';
import { ensureLimit } from './native.mjs';
import { ensureOrdinaryClient } from './ordinary-client.mjs';

const here = import.meta.dirname;
const file = (job) => join(here, 'jobs', `${job}.sql`);

/** The SQL of each job. */
const FILES = { A: file('a'), 'A′': file('a'), B: file('b'), C: file('c'), D: file('a'), E: file('e') };

/**
 * The programs by name. `jobs` says which ones a program runs; `isSlow` that it takes part in the first round only. `command` is what
 * is run, with variables in `env`. Programs not in `wanted` are left out; those that cannot be had are left out with a line to `log`.
 */
export async function programs(wanted, { log }) {
  const tsql = (job, ...more) => ({
    command: [process.execPath, join(here, '../bin/tsql'), 'run', FILES[job], ...more],
  });
  const all = {
    tsql: { jobs: 'A A′ B C D E', prepare: () => tsql },
    'tsql (4 tasks)': { jobs: 'A', prepare: () => (job) => tsql(job, '--set', 'parallelism.default=4') },
    limit: { jobs: 'A B C D', prepare: limit },
    'ordinary client': { jobs: 'A D', isSlow: true, prepare: ordinaryClient },
    flink: { jobs: 'A A′ B C D E', isSlow: true, prepare: (options) => flink(1, options) },
    'flink (4 tasks)': { jobs: 'A', isSlow: true, prepare: (options) => flink(4, options) },
  };
  const found = new Map();
  for (const [name, { jobs, isSlow = false, prepare }] of Object.entries(all)) {
    if (!wanted(name)) continue;
    try {
      found.set(name, { jobs: jobs.split(' '), isSlow, of: await prepare({ log }) });
    } catch (error) {
      log(`without ${name}: ${error.message}`);
    }
  }
  return found;
}

async function limit(options) {
  const path = await ensureLimit(options);
  return (job) => ({ command: [path], env: { JOB: job } });
}

async function flink(parallelism, options) {
  const command = await ensureFlink(options);
  return (job) => ({ command: command(FILES[job], parallelism) });
}

async function ordinaryClient(options) {
  const path = await ensureOrdinaryClient(options);
  const command = [process.execPath, join(here, 'plain/ordinary-client.mjs')];
  return () => ({ command, env: { ORDINARY_CLIENT: path } });
}
