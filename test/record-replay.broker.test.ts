import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@tsql/core';
import { KafkaBroker, type PlainRecord, TopicWriter } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TSQL = join(import.meta.dirname, '../bin/tsql');
const SERVERS = process.env.KAFKA_BROKERS ?? '';
const prefix = `record-${process.pid}-${Date.now()}`;
const RECORDS = 100_000;
const PARTITIONS = 4;

let broker: KafkaBroker;
let folder: string;

beforeAll(async () => {
  broker = await KafkaBroker.connect(SERVERS);
  folder = mkdtempSync(join(tmpdir(), 'tsql-record-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await broker.close();
});

function tsql(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...process.env, KAFKA_BROKERS: SERVERS, NO_COLOR: '1', TSQL_ANONYMIZE_SECRET: 'test' };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, timeout: 60_000, maxBuffer: 1 << 26 };
    execFile(process.execPath, [TSQL, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

/** Records of every kind: nulls, empty ones, bytes that are no text, headers that repeat, old and equal timestamps. */
function someRecord(topic: string, number: number, random: () => number): PlainRecord {
  const bytes = (): Uint8Array | null => {
    const kind = Math.floor(random() * 6);
    if (kind === 0) return null;
    if (kind === 1) return new Uint8Array(0);
    if (kind === 2) return Uint8Array.from({ length: 1 + Math.floor(random() * 20) }, () => Math.floor(random() * 256));
    return Buffer.from(JSON.stringify({ id: number, text: 'ä"\\\n\u2028\u0000😀'.repeat(Math.floor(random() * 4)) }));
  };
  const headers = Array.from(
    { length: Math.floor(random() * 4) },
    () => [['a', 'b', '', 'é'][Math.floor(random() * 4)] ?? '', bytes()] as const,
  );
  const timestamp = 1_400_000_000_000 + Math.floor(random() * 1_000_000);
  return { topic, partition: Math.floor(random() * PARTITIONS), key: bytes(), value: bytes(), headers, timestamp };
}

const plain = (records: readonly PlainRecord[]) => {
  const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'));
  return records.map(({ partition, key, value, headers, timestamp }) =>
    JSON.stringify([partition, hex(key), hex(value), headers.map(([name, bytes]) => [name, hex(bytes)]), timestamp]),
  );
};

test('100,000 records, recorded and replayed, are the same topic', { timeout: 120_000 }, async () => {
  const [source, copy] = [`${prefix}-source`, `${prefix}-copy`];
  const writer = await TopicWriter.open({ 'bootstrap.servers': SERVERS });
  await writer.createTopics(new Map([[source, PARTITIONS]]));
  const random = seededRandom(1);
  for (let from = 0; from < RECORDS; from += 1000)
    await writer.write(
      source,
      Array.from({ length: 1000 }, (_, index) => someRecord(source, from + index, random)),
    );
  await writer.flush();
  await writer.close();
  const recorded = await tsql('record', source, '--output', 'all.jsonl');
  expect(recorded).toMatchObject({ status: 0, stdout: '' });
  expect(recorded.stderr).toContain(`recorded ${RECORDS} records`);
  const replayed = await tsql('replay', 'all.jsonl', '--topic', `${source}=${copy}`, '--create-topics');
  expect(replayed.status).toBe(0);
  expect(replayed.stderr).toContain(`sent ${RECORDS} records`);
  const other = await KafkaBroker.connect(SERVERS);
  const [wanted, found] = [plain(await other.read(source)), plain(await other.read(copy))];
  await other.close();
  expect(wanted).toHaveLength(RECORDS);
  expect(found.findIndex((record, index) => record !== wanted[index])).toBe(-1);
  expect(found).toHaveLength(RECORDS);
});

async function fill(topic: string, count: number): Promise<void> {
  await broker.createTopics(new Map([[topic, 1]]), new Map([[topic, { 'retention.ms': -1 }]]));
  const writer = await TopicWriter.open({ 'bootstrap.servers': SERVERS });
  const records = Array.from(
    { length: count },
    (_, id): PlainRecord => ({
      topic,
      partition: 0,
      key: Buffer.from(`k${id % 3}`),
      value: Buffer.from(`{"id":${id},"user":{"name":"user ${id % 5}"}}`),
      headers: [['n', Buffer.from(String(id % 2))]],
      timestamp: Date.UTC(2024, 0, 1) + id * 1000,
    }),
  );
  await writer.write(topic, records);
  await writer.flush();
  await writer.close();
}

const idsOf = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(JSON.parse(line).value).id as number);

test('a part of a topic is recorded: by place, time and condition', async () => {
  const topic = `${prefix}-part`;
  await fill(topic, 20);
  const ids = async (...args: string[]) => {
    const { status, stdout, stderr } = await tsql('record', topic, ...args);
    expect({ status, stderr: stderr.replace(/recorded .*\n/, '') }).toEqual({ status: 0, stderr: '' });
    return idsOf(stdout);
  };
  expect(await ids('--from', '17')).toEqual([17, 18, 19]);
  expect(await ids('--from', '-2')).toEqual([18, 19]);
  expect(await ids('--to', '2')).toEqual([0, 1]);
  expect(await ids('--from', '2024-01-01T00:00:05Z', '--to', '2024-01-01 00:00:08')).toEqual([5, 6, 7]);
  expect(await ids('--limit', '3')).toEqual([0, 1, 2]);
  expect(await ids('--where', "JSON_VALUE(value, '$.user.name') = 'user 3'", '--limit', '2')).toEqual([3, 8]);
  expect(await ids('--where', "key = 'k1' AND headers['n'] = '0' AND offset > 4")).toEqual([10, 16]);
  expect(await ids('--where', "timestamp >= TIMESTAMP '2024-01-01 00:00:18' AND partition = 0")).toEqual([18, 19]);
});

test('an anonymized recording does not hold what was to be hidden', async () => {
  const topic = `${prefix}-anonymous`;
  await fill(topic, 6);
  const { stdout } = await tsql('record', topic, '--anonymize', 'user.name=fake', '--anonymize', 'key=hash');
  expect(stdout).not.toMatch(/user \d|"k\d"/);
  const records = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { key: string; value: string });
  expect(records.map(({ value }) => value)).toEqual(
    records.map((_, id) => expect.stringMatching(new RegExp(`^\\{"id":${id},"user":\\{"name":"[a-z]{4} \\d"\\}\\}$`))),
  );
  expect(records[0]?.key).toBe(records[3]?.key);
  expect(records[0]?.key).not.toBe(records[1]?.key);
});

test('timestamps can be moved, and the pace be kept', async () => {
  const [topic, copy] = [`${prefix}-pace`, `${prefix}-pace-copy`];
  await fill(topic, 4);
  const { stdout } = await tsql('record', topic);
  writeFileSync(join(folder, 'pace.jsonl'), stdout);
  const startedAt = Date.now();
  const replay = await tsql(
    ...['replay', 'pace.jsonl', '--topic', copy, '--create-topics', '--timestamps', 'shifted', '--speed', '5'],
  );
  expect(replay).toMatchObject({ status: 0 });
  expect(Date.now() - startedAt).toBeGreaterThan(550);
  const other = await KafkaBroker.connect(SERVERS);
  const times = (await other.read(copy)).map(({ timestamp }) => timestamp ?? 0);
  await other.close();
  expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 1000, 2000, 3000]);
  expect(times[0]).toBeGreaterThanOrEqual(startedAt);
});

test('a recording becomes a case that runs', async () => {
  const topic = `${prefix}-case`;
  await fill(topic, 3);
  writeFileSync(
    join(folder, 'job.sql'),
    `CREATE TABLE src (id INT) WITH ('connector' = 'kafka', 'topic' = '${topic}', 'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
CREATE TABLE dst (id INT) WITH ('connector' = 'kafka', 'topic' = 'dst', 'properties.bootstrap.servers' = '{{ BROKERS }}', 'format' = 'json');
INSERT INTO dst SELECT id * 10 FROM src;\n`,
  );
  expect(await tsql('record', topic, '--output', 'own.txtar', '--job', 'job.sql')).toMatchObject({ status: 0 });
  expect(await tsql('test', 'own.txtar', '--update', '--brokers', 'memory')).toMatchObject({ status: 0 });
  const text = readFileSync(join(folder, 'own.txtar'), 'utf8');
  expect(text).toContain('{"topic":"dst","key":null,"value":"{\\"id\\":20}"}');
  for (const brokers of ['memory', SERVERS])
    expect((await tsql('test', 'own.txtar', '--brokers', brokers)).stdout).toContain('1 passed, 0 failed');
});

test.each([
  [['record', `${prefix}-nowhere`], 1, 'does not exist'],
  [['record', `${prefix}-part`, '--where', 'nope = 1'], 2, 'column nope does not exist'],
  [['record', `${prefix}-part`, '--from', 'soon'], 2, '--from takes'],
  [['record', `${prefix}-part`, '--anonymize', 'key.id=hash'], 1, 'the key is no JSON'],
  [['replay', 'missing.jsonl'], 1, 'missing.jsonl'],
  [['replay', 'missing.jsonl', '--speed', 'fast'], 2, '--speed takes'],
])('%j is refused', async (args, status, message) => {
  const found = await tsql(...args);
  expect(found.status).toBe(status);
  expect(found.stderr).toContain(message);
});
