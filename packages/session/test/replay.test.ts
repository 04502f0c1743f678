import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMockCluster, type MockCluster } from '../../kafka-native/src/index.js';
import { KafkaBroker, Session } from '../src/index.js';

const ADD_PARTITIONS_TO_TXN = 24;
const END_TXN = 26;
const TXN_OFFSET_COMMIT = 28;
const ILLEGAL_GENERATION = 22;
const PRODUCER_FENCED = 90;
const COORDINATOR_NOT_AVAILABLE = 15;
const RECORDS = 300;

let cluster: MockCluster;

beforeEach(async () => {
  cluster = createMockCluster();
  for (const topic of ['in', 'out']) cluster.createTopic(topic, 1);
  const broker = await KafkaBroker.connect(cluster.bootstrapServers());
  await broker.produce(
    Array.from({ length: RECORDS }, (_, id) => ({
      topic: 'in',
      partition: 0,
      key: null,
      value: Buffer.from(`{"id":${id}}`),
      headers: [],
      timestamp: undefined,
    })),
  );
  await broker.close();
});

afterEach(() => cluster.close());

async function run() {
  const table = (name: string, topic: string, options: string) =>
    `CREATE TABLE ${name} (id INT) WITH ('connector' = 'kafka', 'topic' = '${topic}', 'format' = 'json',
      'properties.bootstrap.servers' = '${cluster.bootstrapServers()}', ${options});\n`;
  const sql =
    table(
      'src',
      'in',
      `'properties.group.id' = 'g', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'`,
    ) +
    table('dst', 'out', `'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'p'`) +
    'INSERT INTO dst SELECT id FROM src;';
  const codes: string[] = [];
  const counts: [number, number, number][] = [];
  const status = await new Session().run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'job',
    onLine() {},
    onDiagnostic: ({ code }) => codes.push(code),
    onSummary: ({ recordsIn, recordsOut, replays }) => counts.push([recordsIn, recordsOut, replays]),
  });
  return { status, codes, counts };
}

test('what a transaction fails of for a moment is done again, and counted once', async () => {
  cluster.failRequests(TXN_OFFSET_COMMIT, [ILLEGAL_GENERATION]);
  expect(await run()).toEqual({ status: 0, codes: ['TSQL_RUN_REPLAY'], counts: [[RECORDS, RECORDS, 1]] });
});

test('a coordinator that moves is waited for', async () => {
  cluster.failRequests(ADD_PARTITIONS_TO_TXN, [COORDINATOR_NOT_AVAILABLE, COORDINATOR_NOT_AVAILABLE]);
  cluster.failRequests(END_TXN, [COORDINATOR_NOT_AVAILABLE]);
  expect(await run()).toEqual({ status: 0, codes: [], counts: [[RECORDS, RECORDS, 0]] });
});

test('a producer that was fenced ends the job', async () => {
  cluster.failRequests(END_TXN, [PRODUCER_FENCED]);
  expect(await run()).toEqual({ status: 1, codes: ['TSQL_TXN_FENCED'], counts: [] });
});
