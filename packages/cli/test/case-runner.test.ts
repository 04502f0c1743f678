import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CaseRunner, MEMORY } from '../src/commands/test/case-runner.js';

let folder: string;
let runner: CaseRunner;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tsql-cases-'));
  runner = await CaseRunner.create(MEMORY);
});

afterAll(() => rmSync(folder, { recursive: true }));

const OUT = `CREATE TABLE dst (id INT, text STRING) WITH ('connector' = 'kafka', 'topic' = '{{ CASE }}-out',
  'properties.bootstrap.servers' = 'kafka:9092', 'format' = 'json');
`;

function write(name: string, text: string): string {
  const file = join(folder, `${name}.txtar`);
  writeFileSync(file, text);
  return file;
}

test('a case is updated, and then passes', async () => {
  const text = `Title\n-- job.sql --\n${OUT}INSERT INTO dst VALUES (1, 'a');\n`;
  const file = write('update me', text);
  expect(await runner.run(file)).toMatchObject({ passed: false, title: 'Title', wasUpdated: false });
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(await runner.run(file, true)).toMatchObject({ passed: true, wasUpdated: true });
  expect(readFileSync(file, 'utf8')).toBe(
    `${text}-- expected.jsonl --\n{"topic":"out","key":null,"value":"{\\"id\\":1,\\"text\\":\\"a\\"}"}\n`,
  );
  expect(await runner.run(file, true)).toMatchObject({ passed: true, wasUpdated: false, reason: '' });
});

test('a job that fails is not updated', async () => {
  const text = `-- job.sql --\n${OUT}INSERT INTO dst SELECT nothing;\n`;
  const file = write('fails', text);
  const report = await runner.run(file, true);
  expect(report).toMatchObject({ passed: false, wasUpdated: false });
  expect(report.reason).toContain('not updated: it ended with status 2: job.sql:3:24 TSQL_NAME');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('expected errors are compared by code and place', async () => {
  const job = `-- job.sql --\n${OUT}INSERT INTO dst SELECT nothing;\n-- expected-error --\n`;
  const file = write('errors', job);
  expect(await runner.run(file, true)).toMatchObject({ passed: true, wasUpdated: true, mustFail: true });
  const updated = readFileSync(file, 'utf8');
  expect(updated).toMatch(/-- expected-error --\nTSQL_NAME_[A-Z_]+ 3:24\n$/);
  writeFileSync(file, updated.replace('3:24', '3:25'));
  expect((await runner.run(file)).reason).toContain('errors differ\n  wanted TSQL_NAME');
  writeFileSync(file, updated.replace(' 3:24', ''));
  expect((await runner.run(file)).passed).toBe(true);
});

test('the clock stands still where the case says so, and chance is the same in every run', async () => {
  const select =
    "INSERT INTO dst SELECT 1, CONCAT(CAST(CURRENT_TIMESTAMP AS STRING), ' ', UUID(), ' ', CAST(RAND() AS STRING));";
  const file = write('clock', `-- clock --\n2024-05-01T12:00:00Z\n-- job.sql --\n${OUT}${select}\n`);
  await runner.run(file, true);
  const [, text = ''] = /"text\\":\\"(.*?)\\"/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(text).toMatch(
    /^2024-05-01 12:00:00\S* [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} 0\.\d+$/,
  );
  expect((await runner.run(file)).passed).toBe(true);
  expect((await (await CaseRunner.create(MEMORY)).run(file)).passed).toBe(true);
});

test('a timestamp from the clock of the case counts as one that the job set', async () => {
  const table = OUT.replace('text STRING', "ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'");
  const file = write(
    'timestamp',
    `-- clock --\n2024-05-01T12:00:00Z\n-- job.sql --\n${table}INSERT INTO dst SELECT 1, NOW();\n`,
  );
  await runner.run(file, true);
  expect(readFileSync(file, 'utf8')).toContain(`"timestamp":${Date.UTC(2024, 4, 1, 12)}}`);
});

test('a job that does not end in time says so', async () => {
  const source = `CREATE TABLE src (id INT) WITH ('connector' = 'kafka', 'topic' = '{{ CASE }}-in', 'scan.startup.mode' = 'earliest-offset',
    'properties.bootstrap.servers' = 'kafka:9092', 'format' = 'json');\n`;
  const job = `${OUT}${source}INSERT INTO dst SELECT id, 'x' FROM src;\n`;
  const file = write(
    'endless',
    `-- timeout --\n0.2\n-- input.jsonl --\n{"topic":"in","key":null,"value":"{}"}\n-- job.sql --\n${job}`,
  );
  expect((await runner.run(file)).reason).toContain('it did not end within 0.2 s');
});

test('a case that cannot be read or is not there fails by itself', async () => {
  expect((await runner.run(write('broken', '-- job.sq --\n'))).reason).toBe(
    "the case could not be run: unknown section 'job.sq': did you mean 'job.sql'?",
  );
  expect((await runner.run(join(folder, 'none.txtar'))).reason).toContain('ENOENT');
});

test('settings of topics are heeded', async () => {
  const text = `-- topics.json --\n{"out":{"partitions":1,"config":{"max.message.bytes":100}}}\n-- job.sql --\n${OUT}INSERT INTO dst VALUES (1, 'a long text');\n`;
  expect((await runner.run(write('limited', text))).reason).toContain("larger than the topic's max.message.bytes, 100");
});
