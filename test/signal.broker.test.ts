import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaBroker } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';

const prefix = `signal-${process.pid}-${Date.now()}`;
const RECORDS = 200_000;
const folder = mkdtempSync(join(tmpdir(), 'tsql-signal-'));
const TSQL = join(import.meta.dirname, '../bin/tsql');
let broker: KafkaBroker;

const table = (name: string, topic: string, options = '') =>
  `CREATE TABLE ${name} (id INT, filler STRING) WITH ('connector' = 'kafka', 'topic' = '${prefix}-${topic}',
    'properties.bootstrap.servers' = '${process.env.KAFKA_BROKERS}', 'format' = 'json' ${options});\n`;

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
  await broker.createTopics(new Map(['in', 'out'].map((name) => [`${prefix}-${name}`, 3])));
  const fill = `CREATE TABLE ids (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '${RECORDS}', 'rows-per-second' = '1000000',
      'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '${RECORDS}');
    ${table('src', 'in')} INSERT INTO src SELECT id, REPEAT('x', 100) FROM ids;`;
  expect(await ended(start(fill))).toBe(0);
});

afterAll(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

function start(sql: string) {
  const file = join(folder, 'job.sql');
  writeFileSync(file, sql);
  return spawn(process.execPath, [TSQL, 'run', file], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const ended = (child: ReturnType<typeof start>): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));

async function written(): Promise<number[]> {
  const records = await broker.read(`${prefix}-out`);
  return records.map(({ value }) => (JSON.parse(Buffer.from(value ?? []).toString()) as { id: number }).id);
}

test('after SIGTERM every record was either acknowledged as sent or is read again at the next start', async () => {
  const sql =
    table('src', 'in', `, 'properties.group.id' = '${prefix}', 'properties.auto.offset.reset' = 'earliest'`) +
    table('dst', 'out') +
    'INSERT INTO dst SELECT id, filler FROM src;';
  const counts: number[] = [];
  // Stopped again and again at other moments, then left alone until nothing is missing.
  for (let round = 0; round < 4; round++) {
    const child = start(sql);
    const before = counts.at(-1) ?? 0;
    const deadline = Date.now() + 30_000;
    while ((await written()).length <= before && Date.now() < deadline && before < RECORDS);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(130);
    counts.push((await written()).length);
  }
  const last = start(sql);
  const deadline = Date.now() + 30_000;
  while (new Set(await written()).size < RECORDS && Date.now() < deadline);
  last.kill('SIGTERM');
  expect(await ended(last)).toBe(130);
  const ids = await written();
  expect(new Set(ids).size).toBe(RECORDS);
  // A shutdown in order commits what it has written: nothing is read twice.
  expect(ids.length).toBe(RECORDS);
}, 120_000);
