import { afterAll, beforeAll, expect, test } from 'vitest';
import { job, startBroker, type TestBroker } from '../src/index.js';
import '../src/vitest.js';

let broker: TestBroker;

beforeAll(async () => {
  broker = await startBroker();
});

afterAll(() => broker.stop());

const sql =
  `CREATE TABLE src (id INT, p INT METADATA FROM 'partition' VIRTUAL) WITH ('connector' = 'kafka', 'topic' = 'src',
  'properties.bootstrap.servers' = '{{ BROKERS }}', 'properties.group.id' = 'g', 'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
CREATE TABLE dst (id INT, p INT) WITH ('connector' = 'kafka', 'topic' = 'dst', 'properties.bootstrap.servers' = '{{ BROKERS }}',
  'format' = 'json', 'key.format' = 'raw', 'key.fields' = 'id');
INSERT INTO dst SELECT id, p FROM src;`.replace("'key.format' = 'raw'", "'key.format' = 'json'");

test('a real broker and the one in memory give the same', async () => {
  const test = job({ sql })
    .topic('src', { partitions: 2 })
    .given('src', [
      { value: { id: 1 }, partition: 1 },
      { value: { id: 2 }, partition: 1 },
    ]);
  const expected = [
    { key: { id: 1 }, value: { id: 1, p: 1 } },
    { key: { id: 2 }, value: { id: 2, p: 1 } },
  ];
  for (const each of [test, test.on(broker)]) expect((await each.run()).topic('dst')).toHaveRecords(expected);
});

test('runs on one broker do not see each other', async () => {
  const test = job({ sql }).on(broker);
  const [one, two] = await Promise.all([
    test.given('src', [{ value: { id: 1 } }]).run(),
    test.given('src', [{ value: { id: 2 } }]).run(),
  ]);
  expect([one, two].map((result) => result.topic('dst').map(({ value }) => value))).toEqual([
    ['{"id":1,"p":0}'],
    ['{"id":2,"p":0}'],
  ]);
});
