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
  /** What was told of the lag, in order. */
  readonly lags: (number | undefined)[];
}

const start = (name: string, startup: string): Run => startSql(job(name, startup), name);

function startSql(sql: string, name: string): Run {
  const controller = new AbortController();
  const problems: string[] = [];
  const lags: (number | undefined)[] = [];
  const session = new Session({ variables: { BROKERS: broker.servers } });
  const ended = session.run(sql, 'job.sql', {
    signal: controller.signal,
    jobName: name,
    onLine() {},
    onDiagnostic: (found) => problems.push(found.message),
    onProgress: ({ lag }) => lags.push(lag),
  });
  return {
    problems,
    lags,
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

test('a partition added later is read from its beginning, and the lag is known', async () => {
  await broker.createTopics(new Map([`${prefix}-d-in`, `${prefix}-d-out`].map((topic) => [topic, 1])));
  await broker.produce([record('d', 1)]);
  const run = start('d', 'earliest-offset');
  await until(async () => (await ids('d')).length === 1);
  await broker.addPartitions(`${prefix}-d-in`, 2);
  await until(async () => (await broker.partitionCount(`${prefix}-d-in`)) === 2);
  // A client that knew the topic before learns of its partitions late.
  const other = await KafkaBroker.connect(broker.servers);
  await other.produce([{ ...record('d', 2), partition: 1 }]);
  await other.close();
  await until(async () => (await ids('d')).length === 2);
  await until(async () => run.lags.at(-1) === 0);
  expect(await run.stop()).toBe(130);
  expect(run.problems).toEqual([]);
});
