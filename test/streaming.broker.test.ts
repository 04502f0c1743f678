import { KafkaBroker, Session } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';

let broker: KafkaBroker;
const prefix = `streaming-${process.pid}-${Date.now()}`;

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
});

afterAll(async () => {
  await broker.close();
});

const job = (name: string, startup: string) => `
CREATE TABLE src (id INT) WITH ('connector' = 'kafka', 'topic' = '${prefix}-${name}-in', 'properties.group.id' = '${prefix}-${name}',
  'properties.bootstrap.servers' = '{{ BROKERS }}', 'scan.startup.mode' = '${startup}', 'format' = 'json',
  'properties.auto.offset.reset' = 'earliest', 'scan.topic-partition-discovery.interval' = '500 ms');
CREATE TABLE dst (id INT) WITH ('connector' = 'kafka', 'topic' = '${prefix}-${name}-out',
  'properties.bootstrap.servers' = '{{ BROKERS }}', 'format' = 'json');
INSERT INTO dst SELECT id FROM src;`;

const record = (name: string, id: number) => ({
  topic: `${prefix}-${name}-in`,
  partition: 0,
  key: null,
  value: Buffer.from(`{"id":${id}}`),
  headers: [],
  timestamp: undefined,
});

async function ids(name: string): Promise<number[]> {
  const records = await broker.read(`${prefix}-${name}-out`);
  return records.map(({ value }) => (JSON.parse(Buffer.from(value ?? []).toString()) as { id: number }).id);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about in time');
}

interface Run {
  readonly stop: () => Promise<number>;
  readonly problems: string[];
}

const start = (name: string, startup: string): Run => startSql(job(name, startup), name);

function startSql(sql: string, name: string): Run {
  const controller = new AbortController();
  const problems: string[] = [];
  const session = new Session({ variables: { BROKERS: broker.servers } });
  const ended = session.run(sql, 'job.sql', {
    signal: controller.signal,
    jobName: name,
    onLine() {},
    onDiagnostic: (found) => problems.push(found.message),
  });
  return {
    problems,
    stop() {
      controller.abort();
      return ended;
    },
  };
}

test('a running job sees records that come later, and a second start goes on where the first one stopped', async () => {
  await broker.createTopics(new Map([`${prefix}-a-in`, `${prefix}-a-out`].map((topic) => [topic, 1])));
  await broker.produce([record('a', 1)]);
  const first = start('a', 'group-offsets');
  await until(async () => (await ids('a')).length === 1);
  await broker.produce([record('a', 2)]);
  await until(async () => (await ids('a')).length === 2);
  expect(await first.stop()).toBe(130);
  expect(first.problems).toEqual([]);
  await broker.produce([record('a', 3)]);
  const second = start('a', 'group-offsets');
  await until(async () => (await ids('a')).length === 3);
  expect(await second.stop()).toBe(130);
  expect(await ids('a')).toEqual([1, 2, 3]);
});

test('a missing sink topic is found before anything is read', async () => {
  await broker.createTopics(new Map([[`${prefix}-b-in`, 1]]));
  const run = start('b', 'earliest-offset');
  await until(async () => run.problems.length > 0);
  expect(await run.stop()).toBeGreaterThan(0);
  expect(run.problems[0]).toContain(`${prefix}-b-out`);
});

test('a topic made later that matches the pattern is read from its beginning', async () => {
  const sql = job('c', 'earliest-offset').replace(`'topic' = '${prefix}-c-in'`, `'topic-pattern' = '${prefix}-c-in.*'`);
  await broker.createTopics(new Map([`${prefix}-c-in`, `${prefix}-c-out`].map((topic) => [topic, 1])));
  await broker.produce([record('c', 1)]);
  const run = startSql(sql, 'c');
  await until(async () => (await ids('c')).length === 1);
  await broker.createTopics(new Map([[`${prefix}-c-in-2`, 1]]));
  await broker.produce([{ ...record('c', 2), topic: `${prefix}-c-in-2` }]);
  await until(async () => (await ids('c')).length === 2);
  expect(await run.stop()).toBe(130);
  expect(run.problems).toEqual([]);
});
