import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Feeder } from '../src/feeder.js';
import { JobProcess } from '../src/job-process.js';
import { KafkaCluster } from '../src/kafka-cluster.js';
import { Ledger } from '../src/ledger.js';
import { jobSql } from '../src/numbered-records.js';
import { OutputReader } from '../src/output-reader.js';

const tsql = join(dirname(fileURLToPath(import.meta.url)), '../../../bin/tsql');
const folder = mkdtempSync(join(tmpdir(), 'tsql-outlasted-'));
const SHAPE = { keys: 6, partitions: 2 };
const TRANSACTION_MS = 3_000;
const TEST_MS = 120_000;
let cluster: KafkaCluster;

beforeAll(async () => {
  cluster = await KafkaCluster.start(1, { folder: join(folder, 'kafka') });
}, TEST_MS);

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Options = Readonly<Record<string, string>>;
const EXACTLY_ONCE = {
  'sink.delivery-guarantee': 'exactly-once',
  'properties.transaction.timeout.ms': String(TRANSACTION_MS),
};
const IN_GROUP = { 'scan.startup.mode': 'group-offsets', 'properties.auto.offset.reset': 'earliest' };

/** A job that copies what is fed to it all the time, once it has written something. */
async function run(name: string, source: Options, sink: Options, flags: readonly string[] = []) {
  const topics = { input: `${name}-in`, output: `${name}-out` };
  for (const topic of Object.values(topics)) await cluster.createTopic(topic, SHAPE.partitions);
  const servers = { 'properties.bootstrap.servers': cluster.servers };
  const prefix = sink === EXACTLY_ONCE ? { 'sink.transactional-id-prefix': name } : {};
  const sql = `SET 'execution.checkpointing.interval' = '500 ms';
${jobSql(topics, { ...servers, ...source }, { ...servers, ...prefix, ...sink })}`;
  writeFileSync(join(folder, `${name}.sql`), sql);
  const ledger = new Ledger();
  const reader = await OutputReader.open(cluster.directServers, topics.output, {
    partitions: SHAPE.partitions,
    ledger,
  });
  const feeder = new Feeder(cluster.directServers, topics.input, SHAPE);
  const command = [process.execPath, tsql, 'run', join(folder, `${name}.sql`), '--progress', 'never', ...flags];
  const job = new JobProcess(command, name, join(folder, `${name}.log`));
  onTestFinished(async () => {
    job.signal('SIGKILL');
    cluster.nodes[0]?.proxy.set({ kind: 'open' });
    await Promise.all([job.ended, feeder.close(), reader.close()]);
  });
  feeder.start(500);
  // Its first positions are stored.
  await until(() => ledger.findings(new Map([[0, 1]])).lost === 0, job);
  await delay(1_500);
  const findings = async () => {
    await feeder.stop();
    await until(() => ledger.holds(feeder.fed), job);
    await delay(300);
    return ledger.findings(feeder.fed);
  };
  return { job, feeder, ledger, findings };
}

async function until(isThere: () => boolean, job: JobProcess): Promise<void> {
  for (const deadline = Date.now() + 60_000; !isThere(); await delay(50)) {
    if (!job.isRunning) throw new Error(`the job has ended: ${job.output}`);
    if (Date.now() > deadline) throw new Error(`it did not come about in time: ${job.output}`);
  }
}

async function stopFor(job: JobProcess, ms: number): Promise<void> {
  job.signal('SIGSTOP');
  await delay(ms);
  job.signal('SIGCONT');
}

async function silence(ms: number): Promise<void> {
  const [node] = cluster.nodes;
  node?.proxy.set({ kind: 'silent' });
  await delay(ms);
  node?.proxy.set({ kind: 'open' });
}

const NOTHING_WRONG = { lost: 0, duplicated: 0, disordered: 0, strange: 0 };

test(
  'a process that was stopped for longer than its transaction may be open takes its work up again',
  async () => {
    const { job, findings } = await run('stopped', { ...IN_GROUP, 'properties.group.id': 'stopped' }, EXACTLY_ONCE);
    await stopFor(job, TRANSACTION_MS + 2_000);
    await until(() => job.output.includes('TSQL_RUN_REPLAY'), job);
    expect(await findings()).toEqual(NOTHING_WRONG);
    expect(job.isRunning).toBe(true);
    expect(job.output).toMatch(
      /TSQL_RUN_REPLAY notice: going back to the last commit and on from there: .*transaction of stopped-stopped-0-0/,
    );
  },
  TEST_MS,
);

test(
  'brokers that are away for longer than a transaction may be open find the job at work when they are back',
  async () => {
    const { job, findings } = await run('away', { ...IN_GROUP, 'properties.group.id': 'away' }, EXACTLY_ONCE);
    await silence(14_000);
    expect(await findings()).toEqual(NOTHING_WRONG);
    expect(job.isRunning).toBe(true);
    expect(job.output).toMatch(
      /TSQL_RUN_REPLAY notice: going back to the last commit and on from there: .*away-away-0-0/,
    );
  },
  TEST_MS,
);

test(
  'a process that was stopped while another one has gone on with its work ends, and nothing comes twice',
  async () => {
    const { job, feeder, ledger } = await run('taken', { ...IN_GROUP, 'properties.group.id': 'taken' }, EXACTLY_ONCE);
    job.signal('SIGSTOP');
    const command = [process.execPath, tsql, 'run', join(folder, 'taken.sql'), '--progress', 'never'];
    const newer = new JobProcess(command, 'newer', join(folder, 'newer.log'));
    onTestFinished(async () => {
      newer.signal('SIGKILL');
      await newer.ended;
    });
    const hasSeen = (count: number) => ledger.findings(new Map([[0, count]])).lost === 0;
    await delay(TRANSACTION_MS);
    let seen = 1;
    while (hasSeen(seen)) seen++;
    await until(() => hasSeen(seen + 20), newer);
    job.signal('SIGCONT');
    expect(await job.ended).toMatchObject({ status: 1 });
    expect(job.output).toContain('TSQL_TXN_FENCED error: another producer has taken over the transactional id');
    expect(job.output).toContain('nothing is lost or written twice');
    expect(job.output).toContain('Two jobs must not share the name and --instance');
    expect(newer.output).toBe('');
    expect(newer.isRunning).toBe(true);
    await feeder.stop();
    await until(() => ledger.holds(feeder.fed), newer);
    expect(ledger.findings(feeder.fed)).toEqual(NOTHING_WRONG);
  },
  TEST_MS,
);

test(
  'without stored positions a coordinator that does not answer ends the job, and says what that means',
  async () => {
    const { job } = await run('unanswered', { 'scan.startup.mode': 'earliest-offset' }, EXACTLY_ONCE);
    await silence(30_000);
    expect(await job.ended).toMatchObject({ status: 1 });
    expect(job.output).toMatch(/TSQL_TXN_COORDINATOR error: the coordinator of .* did not answer within 3000 ms/);
    expect(job.output).toMatch(/whole or not there at all.*'properties\.group\.id' or --resume.*'scan\.startup\.mode'/);
  },
  TEST_MS,
);

const SESSION = { 'properties.session.timeout.ms': '1500', 'properties.heartbeat.interval.ms': '300' };
const RESUMED = ['--resume', '--instance', 'a'];

test(
  'an instance that was not heard of for a session goes on with what it is given',
  async () => {
    const { job, findings } = await run('lost', { ...SESSION, 'scan.startup.mode': 'earliest-offset' }, {}, [
      '--job-name',
      'lost',
      ...RESUMED,
    ]);
    await stopFor(job, 5_000);
    await until(() => job.output.includes('TSQL_RUN_REPLAY'), job);
    expect(await findings()).toMatchObject({ lost: 0, strange: 0 });
    expect(job.isRunning).toBe(true);
    expect(job.output).toContain(
      'group tsql-lost has taken its partitions from instance a: it was not heard of for too long',
    );
  },
  TEST_MS,
);
