// Compares tsql with programs that do the same work, in turns on one broker. See README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { expected, FIXED } from './expected.mjs';
import { figuresOf, goalsOf, singleFigures } from './figures.mjs';
import { measureHeld } from './held.mjs';
import { ensureInput } from './input.mjs';
import { measureLatency } from './latency.mjs';
import { measure } from './measure.mjs';
import { ensureLaunch } from './native.mjs';
import { profile } from './profile.mjs';
import { programs } from './programs.mjs';
import { document, goalsText, jobText, latencyText, profileText } from './report.mjs';
import { PARTITIONS } from './topics.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string' },
    fewer: { type: 'string' },
    rounds: { type: 'string' },
    jobs: { type: 'string', default: 'A,A′,B,C,D,E,latency,profile' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    doc: { type: 'string' },
  },
});
/** What --quick leaves: enough to see that all of it works. */
const [COUNT, FEWER, ROUNDS, ONLY] = options.quick
  ? [200_000, 50_000, 1, 'tsql,limit']
  : [10_000_000, 2_000_000, 3, ''];
const count = Number(options.records ?? COUNT);
const fewer = Number(options.fewer ?? Math.min(FEWER, Math.round(count / 5)));
const rounds = Number(options.rounds ?? ROUNDS);
const only = (options.only ?? ONLY).split(',').filter(Boolean);
/** Of job D: an order that passes the filter. */
const PASSING = 100;
/** At 100 a second. */
const LATENCY_RECORDS = 3000;
const QUICK_LATENCY_RECORDS = 200;
const KINDS = { 'A′': 'unusual' };

const log = (line) => console.error(line);
const work = mkdtempSync(join(tmpdir(), 'tsql-bench-'));
const launch = ensureLaunch();

/** What runs need: the input topic and the digest of a right output. */
async function prepare(servers, job, first, size) {
  const kind = KINDS[job] ?? 'usual';
  return {
    input: await ensureInput(servers, { kind, first, count: size }),
    wanted: await expected(job, first, size, PARTITIONS),
  };
}

/** Runs every program of a job in turns, each on few and on all records. Returns the rounds of each by its name. */
async function takeTurns(servers, job, chosen) {
  const all = job === 'D' ? await prepare(servers, job, PASSING, 1) : await prepare(servers, job, 0, count);
  const few = job === 'D' ? undefined : await prepare(servers, job, 0, fewer);
  const found = new Map([...chosen.keys()].map((name) => [name, []]));
  let number = 0;
  const run = async (name, part) => {
    if (part === undefined) return undefined;
    const output = `bench_out_${process.pid}_${job === 'A′' ? 'A2' : job}_${number++}`;
    const result = await measure(servers, chosen.get(name).of(job), {
      launch,
      ...part,
      output,
      fixed: FIXED[job],
      work,
    });
    log(
      `  ${job} ${name}: ${result.cpuSeconds.toFixed(1)} CPU s in ${result.seconds.toFixed(1)} s, ${Math.round(result.peakMegabytes)} MB`,
    );
    return result;
  };
  const isRepeated = (name) => job === 'D' || !chosen.get(name).isSlow;
  for (let round = 0; round < rounds; round++) {
    const names = [...chosen.keys()].filter((name) => round === 0 || isRepeated(name));
    for (const name of round % 2 === 0 ? names : names.reverse()) {
      try {
        found.get(name).push({ few: await run(name, few), all: await run(name, all) });
      } catch (error) {
        log(`  ${job} ${name} is left out: ${error.message}`);
        chosen.delete(name);
      }
    }
  }
  return new Map([...found].filter(([name]) => chosen.has(name)));
}

async function compare(servers, job, all) {
  const chosen = new Map([...all].filter(([, { jobs }]) => jobs.includes(job)));
  const found = await takeTurns(servers, job, chosen);
  const figures = (runs) =>
    job === 'D' ? singleFigures(runs.map((run) => run.all)) : figuresOf(runs, { fewer, count });
  return Object.fromEntries([...found].map(([name, runs]) => [name, figures(runs)]));
}

const broker = await startBroker({ log });
const results = {
  at: new Date().toISOString(),
  node: process.version,
  cores: availableParallelism(),
  machine: `${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  load: loadavg()[0],
  records: { few: fewer, all: count },
  rounds,
  jobs: {},
};
try {
  const all = await programs((name) => only.length === 0 || only.includes(name), { log });
  console.log(`${results.machine}, ${results.cores} cores, load ${results.load.toFixed(1)}, Node ${results.node}`);
  console.log(
    `Figures per record are the slope between ${fewer} and ${count} records; every output was read back and is right.\n`,
  );
  const wanted = options.jobs.split(',');
  for (const job of wanted.filter((each) => each in FIXED)) {
    results.jobs[job] = await compare(broker.servers, job, all);
    console.log(`${jobText(job, results.jobs[job])}\n`);
  }
  if (wanted.includes('latency')) {
    const records = options.quick ? QUICK_LATENCY_RECORDS : LATENCY_RECORDS;
    results.latency = await measureLatency(broker.servers, { records, perSecond: 100, work });
    console.log(`${latencyText(results.latency)}\n`);
    results.latencyExactlyOnce = await measureLatency(broker.servers, { records, perSecond: 100, work, job: 'b' });
    console.log(`${latencyText(results.latencyExactlyOnce, 'seen by read_committed, exactly-once')}\n`);
    results.held = await measureHeld(broker.servers, { count: fewer });
  }
  if (wanted.includes('profile')) {
    const input = await ensureInput(broker.servers, { count: fewer });
    results.profile = await profile(broker.servers, { input, count: fewer, work });
    if (results.profile !== undefined) console.log(`${profileText(results.profile)}\n`);
  }
  results.goals = goalsOf(results);
  console.log(goalsText(results));
  if (options.doc !== undefined) writeFileSync(options.doc, document(results));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await broker.stop();
  rmSync(work, { recursive: true });
}
