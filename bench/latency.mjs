// How long a record takes through a streaming job A at a low rate: from its arrival at the broker (LogAppendTime) to the moment at which
// a reader has the acknowledged output; through the exactly-once job B to that at which a `read_committed` reader has it.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { inputBatch } from './input.mjs';
import { order } from './orders.mjs';
import { createTopic, deleteTopic, openConsumer, openProducer, partitionsOf } from './topics.mjs';

const here = import.meta.dirname;
/** Passes the filter of job A. */
const PROBE = 100;
const START_TIMEOUT_MS = 60_000;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends `records` records at `perSecond`, once the job runs. Returns percentiles in milliseconds. */
export async function measureLatency(servers, { records, perSecond, work, job: name = 'a' }) {
  const topics = { in: `latency_in_${process.pid}`, out: `latency_out_${process.pid}` };
  await createTopic(servers, topics.in, { configs: { 'message.timestamp.type': 'LogAppendTime' } });
  await createTopic(servers, topics.out);
  await wait(1000);
  const arrivals = await watch(servers, topics.in, (batch, i) => [idOf(batch, i, 'value'), batch.timestamp[i]]);
  const outputs = await watch(servers, topics.out, (batch, i) => [idOf(batch, i, 'key'), Date.now()]);
  const job = startJob(servers, topics, { work, name });
  const writer = openProducer(servers, { 'linger.ms': '0' });
  try {
    writer.produce(topics.in, inputBatch(order, PROBE, 1), 0);
    await until(() => outputs.times.size > 0 || job.exitCode !== null, START_TIMEOUT_MS);
    if (job.exitCode !== null) throw new Error(`the job ended with status ${job.exitCode}`);
    const startedAt = performance.now();
    for (let i = 1; i <= records; i++) {
      await wait(Math.max(0, startedAt + (i * 1000) / perSecond - performance.now()));
      writer.produce(topics.in, inputBatch(order, PROBE + i, 1), 0);
    }
    const sent = Array.from({ length: records }, (_, i) => order(PROBE + 1 + i));
    const passing = sent.filter(({ value }) => JSON.parse(value).pay_amount > 200).map(({ header }) => header);
    await until(() => passing.every((id) => outputs.times.has(id) && arrivals.times.has(id)), START_TIMEOUT_MS);
    const found = passing.map((id) => outputs.times.get(id) - arrivals.times.get(id)).sort((a, b) => a - b);
    const at = (part) => found[Math.min(found.length - 1, Math.floor(found.length * part))];
    return { records: found.length, perSecond, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: found.at(-1) };
  } finally {
    if (job.exitCode === null) {
      job.kill('SIGTERM');
      await new Promise((resolve) => job.once('exit', resolve));
    }
    await Promise.all([arrivals.stop(), outputs.stop(), writer.close()]);
    await Promise.all([deleteTopic(servers, topics.in), deleteTopic(servers, topics.out)]);
  }
}

function startJob(servers, topics, { work, name }) {
  const file = join(work, 'latency.sql');
  const bounded = readFileSync(join(here, `jobs/${name}.sql`), 'utf8');
  writeFileSync(file, bounded.replace("'scan.bounded.mode' = 'latest-offset', ", ''));
  return spawn(process.execPath, [join(here, '../bin/tsql'), 'run', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BROKER: servers, IN: topics.in, OUT: topics.out },
  });
}

/** The order's id, which both the value read and the key written begin with. */
function idOf(batch, i, part) {
  const text = Buffer.from(batch.slab.subarray(batch[`${part}Start`][i], batch[`${part}End`][i])).latin1Slice();
  return /"order_id":"([^"]*)"/.exec(text)[1];
}

/** Follows a topic; `times` holds what `read` makes of each record. */
async function watch(servers, topic, read) {
  // It is answered at once where there is a record; asking all the time would take the cores that the job needs.
  const reader = openConsumer(servers, { 'fetch.wait.max.ms': '200', 'isolation.level': 'read_committed' });
  const partitions = await partitionsOf(reader, topic);
  await reader.assign(partitions.map((partition) => ({ ...partition, offset: -2 })));
  const times = new Map();
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      const batch = await reader.poll(1000, 100);
      for (let i = 0; i < batch.count; i++) {
        const [id, time] = read(batch, i);
        times.set(id, time);
      }
    }
    await reader.close();
  })();
  return {
    times,
    stop() {
      isOver = true;
      return done;
    },
  };
}

async function until(isDone, timeoutMs) {
  for (const deadline = performance.now() + timeoutMs; !isDone(); await wait(10)) {
    if (performance.now() > deadline) throw new Error('not everything came out in time');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '2000' },
      rate: { type: 'string', default: '100' },
      job: { type: 'string', default: 'a' },
    },
  });
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const work = mkdtempSync(join(tmpdir(), 'tsql-latency-'));
  const broker = await startBroker({ log: console.error });
  try {
    const options = { records: Number(values.records), perSecond: Number(values.rate), work, job: values.job };
    console.log(await measureLatency(broker.servers, options));
  } finally {
    await broker.stop();
    rmSync(work, { recursive: true });
  }
}
