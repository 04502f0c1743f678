// What runs for each job, tsql first.
import { join } from 'node:path';
import { build } from 'esbuild';
import { addonPath } from '../packages/kafka-native/scripts/build.mjs';
import { ensureOrdinaryClient } from './ordinary-client.mjs';

const here = import.meta.dirname;
const tsql = (job) => ({ args: [join(here, '../bin/tsql'), 'run', join(here, `jobs/${job}.sql`)], env: {} });

/** The programs of each job by name: what node gets, and variables. Programs by hand are bundled into `work`, as tsql is. */
export async function programs(work, { log }) {
  const byHand = await sameClient(work);
  const all = { ...byHand, ...(await ordinaryClient(log)) };
  return {
    A: { tsql: tsql('a'), ...all },
    B: { tsql: tsql('b') },
    C: { tsql: tsql('c') },
    D: { tsql: tsql('a'), ...all },
    E: { tsql: tsql('e') },
  };
}

/** Both ways of `plain/split-order.mjs`. */
const bothWays = (name, args, env) => ({
  [`${name}, JSON.parse`]: { args, env: { ...env, SPLIT: 'parse' } },
  [`${name}, pattern`]: { args, env: { ...env, SPLIT: 'scan' } },
});

async function sameClient(work) {
  const outfile = join(work, 'same-client.mjs');
  await build({
    entryPoints: [join(here, 'plain/same-client.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  });
  return bothWays('same client', [outfile], { TSQL_KAFKA_NATIVE: addonPath() });
}

async function ordinaryClient(log) {
  try {
    const path = await ensureOrdinaryClient({ log });
    return bothWays('ordinary client', [join(here, 'plain/ordinary-client.mjs')], { ORDINARY_CLIENT: path });
  } catch (error) {
    log(`without the ordinary client: ${error.message}`);
    return {};
  }
}
