// Where job A's CPU goes: by thread, as the system counts them, and the main one by what it does, as V8 samples it. What scanning costs
// is seen where the filter lets nothing pass.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTopic, deleteTopic } from './topics.mjs';

const here = import.meta.dirname;
const SAMPLE_MS = 50;
const TICKS_PER_SECOND = 100;
/** The functions that call the addon, whose own time the profile takes for theirs: of the sink, and of the source. */
const HANDING = new Set(['write', 'send', 'produce']);
const ASKING = new Set(['next', 'poll', 'release', 'recycle']);

/** Microseconds of CPU per record, by part; undefined where there is no /proc. */
export async function profile(servers, { input, count, work }) {
  const job = readFileSync(join(here, 'jobs/a.sql'), 'utf8');
  const whole = await runOnce(servers, job, { input, work, name: 'profile' });
  const scanning = await runOnce(servers, job.replace('pay_amount > 200', 'pay_amount > 99999'), {
    input,
    work,
    name: 'scan',
  });
  if (whole.threads.size === 0) return undefined;
  const perRecord = (seconds) => (seconds / count) * 1e6;
  const thread = (pattern) =>
    [...whole.threads].reduce((sum, [name, seconds]) => sum + (pattern.test(name) ? seconds : 0), 0);
  const parts = {
    'main thread: scan': scanning.step,
    'main thread: write': whole.step - scanning.step,
    'main thread: hand records to librdkafka': whole.hand,
    'main thread: ask for batches': whole.ask,
    'main thread: collect garbage': whole.collector,
    'main thread: all else, the start included':
      thread(/^main$/) - whole.step - whole.hand - whole.ask - whole.collector,
    "V8's and Node's own threads (compile, collect)": thread(/^(node|V8Worker|libuv)/i),
    'poll thread: batches out of librdkafka': thread(/^tsql:poll/),
    'other threads of the addon': thread(/^tsql:(?!poll)/),
    "librdkafka's threads: fetch, produce": thread(/^rdk/),
  };
  return Object.fromEntries(Object.entries(parts).map(([name, seconds]) => [name, perRecord(seconds)]));
}

async function runOnce(servers, job, { input, work, name }) {
  const output = `${name}_out_${process.pid}`;
  const dir = join(work, name);
  mkdirSync(dir);
  const file = join(dir, 'job.sql');
  writeFileSync(file, job);
  await createTopic(servers, output);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const child = spawn(
    process.execPath,
    ['--cpu-prof', `--cpu-prof-dir=${dir}`, join(here, '../bin/tsql'), 'run', file],
    {
      stdio: 'ignore',
      env: { ...process.env, BROKER: servers, IN: input, OUT: output },
    },
  );
  const threads = new Map();
  const look = setInterval(() => noteThreads(child.pid, threads), SAMPLE_MS);
  const status = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(look);
  await deleteTopic(servers, output);
  if (status !== 0) throw new Error(`the profiled job ended with status ${status}`);
  const byName = new Map();
  for (const { name: thread, seconds } of threads.values()) byName.set(thread, (byName.get(thread) ?? 0) + seconds);
  const shares = Object.entries(mainThread(dir)).map(([part, share]) => [part, share * (byName.get('main') ?? 0)]);
  return { threads: byName, ...Object.fromEntries(shares) };
}

/** proc(5): a thread's name, and user and system time so far. */
function noteThreads(pid, threads) {
  try {
    for (const id of readdirSync(`/proc/${pid}/task`)) {
      const text = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8');
      const close = text.lastIndexOf(')');
      const fields = text.slice(close + 2).split(' ');
      const name = id === String(pid) ? 'main' : text.slice(text.indexOf('(') + 1, close);
      threads.set(id, { name, seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND });
    }
  } catch {
    // the process has ended, or there is no such file system
  }
}

/** Shares of the main thread's work by what V8's samples show: generated code has no file. */
function mainThread(dir) {
  const file = readdirSync(dir).find((each) => each.endsWith('.cpuprofile'));
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(dir, file), 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const isStep = ({ callFrame }) => callFrame.url === '' && callFrame.functionName === '' && callFrame.scriptId !== '0';
  const found = { all: 0, step: 0, hand: 0, ask: 0, collector: 0 };
  for (const [i, id] of samples.entries()) {
    const seconds = timeDeltas[i] / 1e6;
    const chain = [];
    for (let at = id; at !== undefined; at = parents.get(at)) chain.push(byId.get(at));
    const names = chain.map(({ callFrame }) => callFrame.functionName);
    if (names[0] === '(idle)') continue;
    found.all += seconds;
    if (names[0] === '(garbage collector)') found.collector += seconds;
    else if (HANDING.has(names[0])) found.hand += seconds;
    else if (ASKING.has(names[0])) found.ask += seconds;
    else if (chain.some(isStep)) found.step += seconds;
  }
  const { all, ...parts } = found;
  return Object.fromEntries(Object.entries(parts).map(([part, seconds]) => [part, seconds / all]));
}
