import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaBroker } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';

const prefix = `parallelism-${process.pid}-${Date.now()}`;
const folder = mkdtempSync(join(tmpdir(), 'tsql-parallelism-'));
const TSQL = join(import.meta.dirname, '../bin/tsql');
const PARTITIONS = 4;
const TASKS = 3;
let broker: KafkaBroker;

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
});

afterAll(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

const source = (name: string, options: string) => `
CREATE TABLE src (id INT, part INT METADATA FROM 'partition' VIRTUAL, pos BIGINT METADATA FROM 'offset' VIRTUAL)
WITH ('connector' = 'kafka', 'topic' = '${prefix}-${name}-in', 'properties.bootstrap.servers' = '${broker.servers}',
  'properties.group.id' = '${prefix}-${name}', 'properties.auto.offset.reset' = 'earliest', 'format' = 'json', ${options});\n`;

/** The source partition is the key: its records go to one partition, where their order shows. */
const copy = (name: string, options = '') => `
CREATE TABLE dst (part INT, pos BIGINT, id INT) WITH ('connector' = 'kafka', 'topic' = '${prefix}-${name}-out',
  'properties.bootstrap.servers' = '${broker.servers}', 'key.format' = 'json', 'key.fields' = 'part', 'value.format' = 'json' ${options});
INSERT INTO dst SELECT part, pos, id FROM src;`;

const BOUNDED = "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
const ENDLESS = "'scan.topic-partition-discovery.interval' = '500 ms'";

async function fill(name: string, from: number, count: number, partitions = PARTITIONS): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({
    topic: `${prefix}-${name}-in`,
    partition: (from + i) % partitions,
    key: null,
    value: Buffer.from(`{"id":${from + i}}`),
    headers: [],
    timestamp: undefined,
  }));
  await broker.produce(records);
}

const createTopics = (name: string) =>
  broker.createTopics(new Map(['in', 'out'].map((end) => [`${prefix}-${name}-${end}`, PARTITIONS])));

interface Copied {
  readonly part: number;
  readonly pos: number;
  readonly id: number;
}

async function copied(name: string): Promise<Copied[]> {
  const records = await broker.read(`${prefix}-${name}-out`);
  return records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()));
}

/** Every record once, and those of a partition in their order. */
function expectOnceInOrder(rows: readonly Copied[], count: number): void {
  expect(rows.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, id) => id));
  for (const part of new Set(rows.map((row) => row.part))) {
    const positions = rows.filter((row) => row.part === part).map(({ pos }) => pos);
    expect(positions).toEqual(Array.from({ length: positions.length }, (_, pos) => pos));
  }
}

function start(sql: string) {
  const file = join(folder, 'job.sql');
  writeFileSync(file, sql);
  const child = spawn(process.execPath, [TSQL, 'run', file, '--parallelism', String(TASKS)]);
  let out = '';
  let talk = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    talk += chunk;
  });
  const ended = new Promise<{ status: number | null; out: string; talk: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, out, talk })),
  );
  return { child, ended };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about in time');
}

test('a bounded job: every record once, in the order of its partition', async () => {
  await createTopics('a');
  await fill('a', 0, 10_000);
  const { status, talk } = await start(source('a', BOUNDED) + copy('a')).ended;
  expect(talk).toContain('10000 records in, 10000 out, all acknowledged');
  expect(status).toBe(0);
  expectOnceInOrder(await copied('a'), 10_000);
});

test('each partition is read by one task, and print says which', async () => {
  await createTopics('b');
  await fill('b', 0, 400);
  const print = `CREATE TABLE dst (part INT, id INT) WITH ('connector' = 'print'); INSERT INTO dst SELECT part, id FROM src;`;
  const { status, out, talk } = await start(source('b', BOUNDED) + print).ended;
  expect(talk).toContain('400 records in, 400 out');
  expect(status).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(400);
  const tasks = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, task = '', part = ''] = /^(\d)> \+I\[(\d), \d+\]$/.exec(line) ?? [];
    tasks.set(part, (tasks.get(part) ?? new Set()).add(task));
  }
  expect([...tasks.keys()].sort()).toEqual(['0', '1', '2', '3']);
  expect([...tasks.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1]);
  expect(new Set([...tasks.values()].flatMap((of) => [...of])).size).toBe(TASKS);
});

test('the failure of one task is the failure of the job, with the record at fault', async () => {
  await createTopics('c');
  await fill('c', 0, 1000);
  const bad = Buffer.from('{"id":');
  await broker.produce([
    { topic: `${prefix}-c-in`, partition: 2, key: null, value: bad, headers: [], timestamp: undefined },
  ]);
  const { status, talk } = await start(source('c', ENDLESS) + copy('c')).ended;
  expect(status).toBe(1);
  expect(talk).toMatch(/TSQL_FORMAT_\w+/);
  expect(talk).toContain(`topic ${prefix}-c-in, partition 2, offset 250`);
  expect(talk.match(/TSQL_/g)).toHaveLength(1);
});

test('a missing sink topic is found before anything is read', async () => {
  await broker.createTopics(new Map([[`${prefix}-d-in`, PARTITIONS]]));
  await fill('d', 0, 10);
  const { status, talk } = await start(source('d', BOUNDED) + copy('d')).ended;
  expect(status).toBe(2);
  expect(talk.match(/TSQL_\w+/g)).toEqual(['TSQL_KAFKA_SINK_TOPIC_MISSING']);
});

test('an endless job: stopped and started again it goes on where it was, and reads a partition added later', async () => {
  await createTopics('e');
  await fill('e', 0, 2000);
  const first = start(source('e', ENDLESS) + copy('e'));
  await until(async () => (await copied('e')).length >= 2000);
  await fill('e', 2000, 1000);
  await until(async () => (await copied('e')).length >= 2500);
  first.child.kill('SIGTERM');
  expect((await first.ended).status).toBe(130);

  await fill('e', 3000, 1000);
  const second = start(source('e', ENDLESS) + copy('e'));
  await until(async () => (await copied('e')).length >= 4000);
  await broker.addPartitions(`${prefix}-e-in`, PARTITIONS + 2);
  await until(async () => (await broker.partitionCount(`${prefix}-e-in`)) === PARTITIONS + 2);
  // A client that knew the topic before learns of its partitions late.
  const other = await KafkaBroker.connect(broker.servers);
  const added = (id: number, partition: number) => ({
    topic: `${prefix}-e-in`,
    partition,
    key: null,
    value: Buffer.from(`{"id":${id}}`),
    headers: [],
    timestamp: undefined,
  });
  await other.produce([added(4000, 4), added(4001, 5), added(4002, 0)]);
  await other.close();
  await until(async () => (await copied('e')).length >= 4003);
  second.child.kill('SIGTERM');
  expect((await second.ended).status).toBe(130);
  expectOnceInOrder(await copied('e'), 4003);
});

test('exactly once: each task has transactions of its own, its positions in them', async () => {
  const once = `, 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '${prefix}'`;
  await createTopics('g');
  await fill('g', 0, 2000);
  const first = start(source('g', ENDLESS) + copy('g', once));
  await until(async () => (await copied('g')).length >= 2000);
  first.child.kill('SIGKILL');
  await first.ended;
  await fill('g', 2000, 2000);
  const second = start(source('g', ENDLESS) + copy('g', once));
  await until(async () => (await copied('g')).length >= 4000);
  second.child.kill('SIGTERM');
  expect((await second.ended).status).toBe(130);
  expectOnceInOrder(await copied('g'), 4000);
});

test('a job stopped while its tasks are starting ends at once', async () => {
  await createTopics('f');
  const { child, ended } = start(source('f', ENDLESS) + copy('f'));
  await new Promise((resolve) => setTimeout(resolve, 150));
  child.kill('SIGTERM');
  const { status, talk } = await ended;
  // Before the program listens for signals, the signal itself ends it.
  expect(status === 130 || status === null).toBe(true);
  expect(talk).not.toContain('TSQL_');
});
