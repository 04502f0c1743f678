import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaBroker, Session } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';
// @ts-expect-error: plain JavaScript, as the broker's
import { startRegistry } from './registry/registry.mjs';

let broker: KafkaBroker;
let registry: { readonly url: string; readonly stop: () => Promise<void> };
const prefix = `registry-${process.pid}-${Date.now()}`;
const folder = mkdtempSync(join(tmpdir(), 'tsql-registry-test-'));
const proto = join(folder, 'keys.proto');
writeFileSync(
  proto,
  `syntax = "proto3"; package keys; option java_package = "org.example"; option java_multiple_files = true;
message OrderKey { int64 id = 1; string region = 2; }`,
);

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
  registry = await startRegistry({ log: console.error });
}, 180_000);

afterAll(async () => {
  await broker.close();
  await registry.stop();
  rmSync(folder, { recursive: true });
});

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return (await (await fetch(registry.url + path, init)).json()) as Record<string, unknown>;
}

/** Registers a schema and returns the frame of its records. */
async function frameOf(subject: string, fields: readonly object[]): Promise<Buffer> {
  const schema = JSON.stringify({ type: 'record', name: 'Order', namespace: 'org.example', fields });
  const { id } = await ask('POST', `/subjects/${subject}/versions`, { schema });
  const frame = Buffer.alloc(5);
  frame.writeInt32BE(Number(id), 1);
  return frame;
}

async function run(sql: string): Promise<{ readonly status: number; readonly problems: string }> {
  const problems: string[] = [];
  const session = new Session({
    settings: { 'protobuf.schema-files': proto },
    variables: { BROKERS: broker.servers, REGISTRY: registry.url, PREFIX: prefix },
  });
  const status = await session.run(sql, 'job.sql', {
    signal: AbortSignal.timeout(50_000),
    jobName: 'registry',
    onLine() {},
    onDiagnostic: (found) => problems.push(`${found.code} ${found.message}`),
  });
  return { status, problems: problems.join('\n') };
}

const BOUNDED = "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
const kafka = (topic: string) =>
  `'connector' = 'kafka', 'topic' = '{{ PREFIX }}-${topic}', 'properties.bootstrap.servers' = '{{ BROKERS }}'`;

const CHANGES = `
CREATE TABLE changes (id BIGINT, region STRING, amount DECIMAL(10, 2), note STRING) WITH (${kafka('changes')},
  'key.format' = 'protobuf', 'key.fields' = 'id;region', 'key.protobuf.message-class-name' = 'org.example.OrderKey',
  'value.format' = 'debezium-avro-confluent', 'value.debezium-avro-confluent.url' = '{{ REGISTRY }}', ${BOUNDED});`;

test('Avro under an evolving schema becomes Protobuf keys with Debezium values, and is read back', async () => {
  await broker.createTopics(new Map(['orders', 'changes', 'out'].map((topic) => [`${prefix}-${topic}`, 1])));
  const subject = `${prefix}-orders-value`;
  const id = { name: 'id', type: 'int' };
  const amount = { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } };
  const note = { name: 'note', type: ['null', 'string'], default: null };
  const region = { name: 'region', type: 'string', default: 'eu' };
  const first = await frameOf(subject, [id, amount]);
  const second = await frameOf(subject, [note, id, region, amount]);
  // The id has become a long, the amount may be missing, and there is a field that the table does not know.
  const third = await frameOf(subject, [
    { name: 'id', type: 'long' },
    { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
    note,
    region,
    { name: 'amount', type: ['null', amount.type], default: null },
  ]);
  expect(new Set([first, second, third].map(String)).size).toBe(3);
  const values = [
    Buffer.concat([first, Buffer.from('020401f4', 'hex')]),
    Buffer.concat([second, Buffer.from('020468690404757302ff', 'hex')]),
    Buffer.concat([first, Buffer.from('060200', 'hex')]),
    Buffer.concat([third, Buffer.from('8080808080010202780000047573 00'.replaceAll(' ', ''), 'hex')]),
  ];
  const record = { topic: `${prefix}-orders`, partition: 0, key: null, headers: [], timestamp: undefined };
  await broker.produce(values.map((value) => ({ ...record, value })));

  const written = await run(`
CREATE TABLE orders (id BIGINT, region STRING, amount DECIMAL(10, 2), note STRING) WITH (${kafka('orders')},
  'format' = 'avro-confluent', 'avro-confluent.url' = '{{ REGISTRY }}', ${BOUNDED});
${CHANGES}
INSERT INTO changes SELECT * FROM orders;`);
  expect(written).toEqual({ status: 0, problems: '' });
  const changes = await broker.read(`${prefix}-changes`);
  expect(changes.map(({ key }) => Buffer.from(key ?? []).toString('hex'))).toEqual([
    '0801',
    '080212027573',
    '0803',
    '08808080804012027573',
  ]);
  const latest = await ask('GET', `/subjects/${prefix}-changes-value/versions/latest`);
  expect(changes.map(({ value }) => Buffer.from(value ?? []).readInt32BE(1))).toEqual(new Array(4).fill(latest.id));
  expect(JSON.parse(String(latest.schema))[1]).toMatchObject({ name: 'record', fields: [{ name: 'before' }, {}, {}] });

  const readBack = await run(`${CHANGES}
CREATE TABLE seen (id BIGINT, region STRING, amount DECIMAL(10, 2), note STRING) WITH (${kafka('out')}, 'format' = 'debezium-json');
INSERT INTO seen SELECT * FROM changes;`);
  expect(readBack).toEqual({ status: 0, problems: '' });
  const rows = (await broker.read(`${prefix}-out`)).map(({ value }) => Buffer.from(value ?? []).toString());
  expect(rows).toEqual([
    '{"before":null,"after":{"id":1,"region":null,"amount":5,"note":null},"op":"c"}',
    '{"before":null,"after":{"id":2,"region":"us","amount":-0.01,"note":"hi"},"op":"c"}',
    '{"before":null,"after":{"id":3,"region":null,"amount":0,"note":null},"op":"c"}',
    '{"before":null,"after":{"id":17179869184,"region":"us","amount":null,"note":null},"op":"c"}',
  ]);
});

test('a job that writes nothing registers nothing', async () => {
  await broker.createTopics(new Map(['hollow', 'nothing'].map((topic) => [`${prefix}-${topic}`, 1])));
  const { status, problems } = await run(`
CREATE TABLE hollow (id INT) WITH (${kafka('hollow')}, 'format' = 'json', ${BOUNDED});
CREATE TABLE nothing (id INT) WITH (${kafka('nothing')}, 'format' = 'avro-confluent', 'avro-confluent.url' = '{{ REGISTRY }}');
INSERT INTO nothing SELECT * FROM hollow;`);
  expect({ status, problems }).toEqual({ status: 0, problems: '' });
  const subjects = (await (await fetch(`${registry.url}/subjects`)).json()) as string[];
  expect(subjects).not.toContain(`${prefix}-nothing-value`);
});

test('a schema that the registry finds incompatible ends the job, with the subject and the reason', async () => {
  await broker.createTopics(new Map([[`${prefix}-strict`, 1]]));
  await frameOf(`${prefix}-strict-value`, [{ name: 'id', type: 'string' }]);
  await ask('PUT', `/config/${prefix}-strict-value`, { compatibility: 'BACKWARD' });
  const { status, problems } = await run(`
CREATE TABLE strict (id INT) WITH (${kafka('strict')}, 'format' = 'avro-confluent', 'avro-confluent.url' = '{{ REGISTRY }}');
INSERT INTO strict VALUES (1);`);
  expect(status).toBe(1);
  expect(problems).toMatch(/TSQL_FORMAT_REGISTRY .*-strict-value.*status 409/);
  expect(await broker.read(`${prefix}-strict`)).toEqual([]);
});

test('an id that the registry does not know fails with its record', async () => {
  await broker.createTopics(new Map(['lost', 'lost_out'].map((topic) => [`${prefix}-${topic}`, 1])));
  const value = Buffer.from('007fffffff02', 'hex');
  await broker.produce([
    { topic: `${prefix}-lost`, partition: 0, key: null, value, headers: [], timestamp: undefined },
  ]);
  const { status, problems } = await run(`
CREATE TABLE lost (id INT) WITH (${kafka('lost')}, 'format' = 'avro-confluent', 'avro-confluent.url' = '{{ REGISTRY }}', ${BOUNDED});
CREATE TABLE found (id INT) WITH (${kafka('lost_out')}, 'format' = 'json');
INSERT INTO found SELECT * FROM lost;`);
  expect(status).toBe(1);
  expect(problems).toMatch(/schema 2147483647 is not to be had.*404.*offset 0/);
});
