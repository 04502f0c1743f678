import { KafkaBroker, Session } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';

const prefix = `metadata-page-${process.pid}-${Date.now()}`;
const source = `${prefix}-SourceKafkaTopic`;
const sink = `${prefix}-SinkKafkaTopic`;
let broker: KafkaBroker;

/** The three orders of the page, in the partitions where it shows them. */
const orders = [
  '{"order_id":"202103241000000001", "order_channel":"webShop", "user_name":"Alice"}',
  '{"order_id":"202103251202020001", "order_channel":"miniAppShop", "user_name":"Bob"}',
  '{"order_id":"202103241606060001", "order_channel":"appShop", "user_name":"Alice"}',
];

const job = `
CREATE TABLE kafkaSource (
  \`topic\` String metadata virtual,
  \`partition\` int metadata virtual,
  \`headers\` MAP<STRING, BYTES> metadata virtual,
  \`leader-epoch\` INT metadata virtual,
  \`offset\` bigint metadata virtual,
  \`timestamp-type\` string metadata virtual,
  \`event_time\` TIMESTAMP(3) metadata FROM 'timestamp',
  \`message\` string
) WITH (
  'connector' = 'kafka', 'topic' = '${source}', 'properties.bootstrap.servers' = '{{ BROKERS }}',
  'properties.group.id' = '${prefix}', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
  'format' = 'csv', 'csv.field-delimiter' = '\\u0001', 'csv.quote-character' = ''''
);
CREATE TABLE kafkaSink (
  \`topic\` String, \`partition\` int, \`headers\` MAP<STRING, BYTES>, \`leader-epoch\` INT, \`offset\` bigint,
  \`timestampType\` string, \`event_time\` TIMESTAMP(3), \`message\` string
) WITH (
  'connector' = 'kafka', 'topic' = '${sink}', 'properties.bootstrap.servers' = '{{ BROKERS }}', 'format' = 'json'
);
SET 'table.local-time-zone' = 'UTC';
INSERT INTO kafkaSink SELECT * FROM kafkaSource;`;

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
  await broker.createTopics(
    new Map([[source, orders.length]]),
    new Map([[source, { 'message.timestamp.type': 'LogAppendTime' }]]),
  );
  await broker.createTopics(new Map([[sink, 1]]));
});

afterAll(() => broker.close());

test("the Kafka connector page's metadata example: CSV in, the broker's time, three partitions", async () => {
  const before = Date.now();
  // The producer's own time is not the one that counts.
  await broker.produce(
    orders.map((order, partition) => ({
      topic: source,
      partition,
      key: null,
      value: Buffer.from(order),
      headers: [],
      timestamp: 1,
    })),
  );
  const problems: string[] = [];
  const session = new Session({ variables: { BROKERS: broker.servers } });
  const status = await session.run(job, 'job.sql', {
    signal: new AbortController().signal,
    jobName: prefix,
    onLine() {},
    onDiagnostic: (found) => problems.push(found.message),
  });
  expect([status, problems]).toEqual([0, []]);
  const rows = (await broker.read(sink)).map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()));
  rows.sort((a, b) => a.partition - b.partition);
  expect(rows).toEqual(
    orders.map((message, partition) => ({
      topic: source,
      partition,
      headers: {},
      'leader-epoch': 0,
      offset: 0,
      timestampType: 'LogAppendTime',
      event_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/),
      message,
    })),
  );
  for (const { event_time } of rows) {
    const time = Date.parse(`${event_time.replace(' ', 'T')}Z`);
    expect(time).toBeGreaterThanOrEqual(before - 1000);
    expect(time).toBeLessThanOrEqual(Date.now() + 1000);
  }
});
