// What starting costs: `tsql check` of a file of 200 lines against a bare `node -e 0`, in alternating runs; and what a streaming job
// over an idle topic costs, in percent of one core.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../test/broker/broker.mjs';
import { createTopic } from './topics.mjs';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, 'idle-seconds': { type: 'string', default: '60' } },
});
const here = import.meta.dirname;
const tsql = join(here, '../bin/tsql');
const work = mkdtempSync(join(tmpdir(), 'tsql-bench-'));

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function timed(args) {
  const startedAt = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - startedAt;
}

const bare = [];
const check = [];
for (let run = 0; run < Number(options.runs); run++) {
  bare.push(timed(['-e', '0']));
  check.push(timed([tsql, 'check', join(here, 'jobs/two-hundred-lines.sql')]));
}
console.log(
  `node -e 0: ${median(bare).toFixed(0)} ms, tsql check of 200 lines: ${median(check).toFixed(0)} ms, difference ${(median(check) - median(bare)).toFixed(0)} ms`,
);

const seconds = Number(options['idle-seconds']);
if (seconds > 0) {
  const broker = await startBroker({ log: console.error });
  const topic = `idle_${process.pid}`;
  await createTopic(broker.servers, `${topic}_in`);
  await createTopic(broker.servers, `${topic}_out`);
  const table = (
    name,
    suffix,
  ) => `CREATE TABLE ${name} (id INT) WITH ('connector' = 'kafka', 'topic' = '${topic}_${suffix}',
    'properties.bootstrap.servers' = '${broker.servers}', 'properties.group.id' = '${topic}', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json');\n`;
  const file = join(work, 'job.sql');
  writeFileSync(file, `${table('src', 'in')}${table('dst', 'out')}INSERT INTO dst SELECT id FROM src;`);
  const job = spawn(process.execPath, [tsql, 'run', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  await wait(3000);
  const before = cpuSeconds(job.pid);
  await wait(seconds * 1000);
  const used = cpuSeconds(job.pid) - before;
  console.log(`idle streaming job: ${((used / seconds) * 100).toFixed(2)} % of a core over ${seconds} s`);
  job.kill('SIGTERM');
  await new Promise((resolve) => job.once('exit', resolve));
  await broker.stop();
}
rmSync(work, { recursive: true });

/** User and system time of a process so far (proc(5): fields 14 and 15, in hundredths of a second). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
