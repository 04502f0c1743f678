// Compares tsql with programs that do the same work, in alternating rounds on one broker. Prints CPU seconds per million records,
// records per second, peak memory, the time to the first record, and ratios.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { expected, FIXED } from './expected.mjs';
import { generate, PARTITIONS } from './kafka.mjs';
import { measure } from './measure.mjs';
import { programs } from './programs.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string', default: 'A,B,C,D,E' },
    programs: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const records = Number(options.records);
const rounds = Number(options.rounds);
const work = mkdtempSync(join(tmpdir(), 'tsql-bench-'));
/** The slope of CPU over records is taken between this many and all: what starting costs drops out. */
const FEWER = Math.max(1, Math.round(records / 5));
/** Of job D: an order that passes the filter. */
const PASSING = 100;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Runs every program on the same records, in turns; the runs of each by its name. */
async function takeTurns(servers, job, chosen, { first, count }) {
  const input = `orders_in_${first}_${count}`;
  await generate(servers, input, count, first);
  const wanted = expected(job, first, count, PARTITIONS);
  const runs = new Map(chosen.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, program] of round % 2 === 0 ? chosen : [...chosen].reverse()) {
      const number = chosen.findIndex(([each]) => each === name);
      const output = `orders_out_${job}_${process.pid}_${count}_${round}_${number}`;
      runs.get(name).push(await measure(servers, program, { input, output, wanted, fixed: FIXED[job], work }));
    }
  }
  return runs;
}

async function compare(servers, job, chosen) {
  const count = job === 'D' ? 1 : records;
  const runs = await takeTurns(servers, job, chosen, { first: job === 'D' ? PASSING : 0, count });
  const fewer = job === 'D' ? undefined : await takeTurns(servers, job, chosen, { first: 0, count: FEWER });
  const rows = chosen.map(([name]) => {
    const of = (pick, from = runs) => median(from.get(name).map(pick));
    const cpu = of(({ cpuSeconds }) => cpuSeconds);
    const run = {
      'peak MB': of(({ peakMegabytes }) => peakMegabytes),
      'first record ms': of(({ firstMs }) => firstMs),
    };
    const seconds = of((each) => each.seconds);
    if (fewer === undefined)
      return { name, base: cpu, figures: { 'CPU ms': cpu * 1000, ...run, 'whole run ms': seconds * 1000 } };
    const slope = ((cpu - of(({ cpuSeconds }) => cpuSeconds, fewer)) / (count - FEWER)) * 1e6;
    const perMillion = (cpu / count) * 1e6;
    return {
      name,
      base: slope,
      figures: { 'CPU s/M': perMillion, 'slope CPU s/M': slope, 'records/s': count / seconds, ...run },
    };
  });
  return Object.fromEntries(
    rows.map(({ name, base, figures }) => [
      name,
      {
        ...Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(3))])),
        'CPU to tsql': Number((base / rows[0].base).toPrecision(2)),
      },
    ]),
  );
}

/** Why tsql refuses a job, or undefined. */
function refusal({ args }) {
  try {
    const env = { ...process.env, BROKER: 'localhost:9092', IN: 'in', OUT: 'out', GROUP: 'group' };
    execFileSync(process.execPath, [args[0], 'check', args[2]], { env, stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return String(error.stderr).split('\n')[0];
  }
}

const broker = await startBroker({ log: console.error });
const results = {
  at: new Date().toISOString(),
  node: process.version,
  cores: availableParallelism(),
  records,
  rounds,
  jobs: {},
};
try {
  const all = await programs(work, { log: console.error });
  console.log(
    `${results.cores} cores, load ${loadavg()[0].toFixed(1)}, Node ${results.node}; median of ${rounds} rounds`,
  );
  for (const job of options.jobs.split(',')) {
    const chosen = Object.entries(all[job]).filter(([name]) => name === 'tsql' || name.includes(options.programs));
    const reason = refusal(all[job].tsql);
    if (reason !== undefined) {
      console.log(`\nJob ${job}: not supported yet: ${reason}`);
      continue;
    }
    results.jobs[job] = await compare(broker.servers, job, chosen);
    console.log(`\nJob ${job}: ${job === 'D' ? 1 : records} records; every output was read back and is right`);
    console.table(results.jobs[job]);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await broker.stop();
  rmSync(work, { recursive: true });
}
