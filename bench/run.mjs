// Compares tsql with programs that do the same work, in alternating rounds on one broker, each measured from outside as a whole
// process. Prints CPU seconds per million records, records per second, peak memory, the time to the first record, and ratios.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { createTopic, digest, generate, TopicDigest, watchFirst } from './kafka.mjs';
import { order } from './orders.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string', default: 'A,C,D' },
  },
});
const here = import.meta.dirname;
const records = Number(options.records);
const rounds = Number(options.rounds);
const work = mkdtempSync(join(tmpdir(), 'tsql-bench-'));

const tsql = (job) => [process.execPath, [join(here, '../bin/tsql'), 'run', join(here, `jobs/${job}.sql`)]];
/** What runs for each job: the first is tsql itself. */
const PROGRAMS = {
  A: {
    tsql: tsql('a'),
    'by hand, same client': [process.execPath, ['--import', 'tsx', join(here, 'plain/same-client.mjs')]],
  },
  B: { tsql: tsql('b') },
  C: { tsql: tsql('c') },
  D: {
    tsql: tsql('a'),
    'by hand, same client': [process.execPath, ['--import', 'tsx', join(here, 'plain/same-client.mjs')]],
  },
};

const decimal = (cents) => {
  const number = cents / 100;
  return number !== 0 && number % 10 === 0 ? number.toExponential().toUpperCase() : String(number);
};

/** What has to come out, made from the records' description, not by the code that is measured. */
function expected(job, first, count) {
  const found = new TopicDigest();
  for (let i = first; i < first + count; i++) {
    const { value } = order(i);
    if (job === 'C') {
      found.add(null, value);
      continue;
    }
    const { order_id, user_id, pay_amount, real_pay, ...rest } = JSON.parse(value);
    if (pay_amount <= 200) continue;
    const amounts = { pay_amount: Math.round(pay_amount * 100), real_pay: Math.round(real_pay * 100) };
    const text = JSON.stringify({
      order_channel: rest.order_channel,
      order_time: rest.order_time,
      ...amounts,
      user_name: rest.user_name,
      area_id: rest.area_id,
      item_count: rest.item_count,
      address: rest.address,
    });
    found.add(
      JSON.stringify({ order_id, user_id }),
      text.replace(/"(pay_amount|real_pay)":(\d+)/g, (_, name, cents) => `"${name}":${decimal(Number(cents))}`),
    );
  }
  return String(found);
}

async function measure(servers, [command, args], input, output) {
  await createTopic(servers, output);
  // A topic just made has no leader for a moment.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const stop = new AbortController();
  const watch = await watchFirst(servers, output, stop.signal);
  const usage = join(work, output);
  const startedAt = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      BROKER: servers,
      IN: input,
      OUT: output,
      BENCH_USAGE: usage,
      NODE_OPTIONS: `--require ${join(here, 'usage.cjs')}`,
    },
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  setTimeout(() => stop.abort(), 2000).unref();
  const seen = await watch.seen;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}`);
  return {
    ...JSON.parse(readFileSync(usage, 'utf8')),
    seconds,
    firstMs: seen === undefined ? Number.NaN : seen - startedAt,
  };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function compare(servers, job) {
  const count = job === 'D' ? 1 : records;
  // One that passes the filter.
  const first = job === 'D' ? 100 : 0;
  const input = `orders_in_${first}_${count}`;
  await generate(servers, input, count, first);
  const programs = Object.entries(PROGRAMS[job]);
  const runs = new Map(programs.map(([name]) => [name, []]));
  const wanted = expected(job, first, count);
  for (let round = 0; round < rounds; round++) {
    for (const [name, program] of round % 2 === 0 ? programs : [...programs].reverse()) {
      const output = `orders_out_${job}_${process.pid}_${round}_${programs.findIndex(([each]) => each === name)}`;
      runs.get(name).push(await measure(servers, program, input, output));
      const found = String(await digest(servers, output));
      if (found !== wanted) throw new Error(`job ${job}, ${name}: the output is wrong: ${found}, not ${wanted}`);
    }
  }
  const rows = programs.map(([name]) => {
    const of = (pick) => median(runs.get(name).map(pick));
    return {
      program: name,
      'CPU s per million': count === 1 ? Number.NaN : of(({ cpuSeconds }) => cpuSeconds) / (count / 1e6),
      'CPU ms': of(({ cpuSeconds }) => cpuSeconds) * 1000,
      'records/s': count / of(({ seconds }) => seconds),
      'peak MB': of(({ peakMegabytes }) => peakMegabytes),
      'first record ms': of(({ firstMs }) => firstMs),
      'whole run ms': of(({ seconds }) => seconds) * 1000,
    };
  });
  const [own] = rows;
  console.log(`\nJob ${job}: ${count} records, median of ${rounds} rounds; every output was read back and is right`);
  console.table(
    Object.fromEntries(
      rows.map(({ program, ...figures }) => [
        program,
        {
          ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(3))])),
          'CPU to tsql': Number((figures['CPU ms'] / own['CPU ms']).toPrecision(2)),
        },
      ]),
    ),
  );
}

const broker = await startBroker({ log: console.error });
try {
  for (const job of options.jobs.split(',')) await compare(broker.servers, job);
} finally {
  await broker.stop();
  rmSync(work, { recursive: true });
}
