import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@tsql/core';
import { Session } from '@tsql/session';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsql-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly status: Promise<number>;
  readonly lines: string[];
  readonly found: Diagnostic[];
  readonly stop: () => void;
}

function start(sql: string): Started {
  const controller = new AbortController();
  const lines: string[] = [];
  const found: Diagnostic[] = [];
  const status = new Session({ settings: { 'table.local-time-zone': 'UTC' } }).run(sql, join(folder, 'job.sql'), {
    signal: controller.signal,
    jobName: 'job',
    output: 'json',
    onLine: (line) => lines.push(line),
    onDiagnostic: (diagnostic) => found.push(diagnostic),
  });
  return { status, lines, found, stop: () => controller.abort() };
}

/** Runs a script and returns what it printed. */
async function run(sql: string): Promise<unknown[]> {
  const { status, lines, found } = start(`SET 'execution.runtime-mode' = 'batch';\n${sql}`);
  expect({ status: await status, found: found.filter(({ severity }) => severity === 'error') }).toEqual({
    status: 0,
    found: [],
  });
  return lines.map((line) => JSON.parse(line));
}

const files = (path: string): string[] =>
  readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, path).length + 1))
    .sort();

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come about in time');
}

const table = (name: string, columns: string, options: string) =>
  `CREATE TABLE ${name} (${columns}) WITH ('connector' = 'filesystem', ${options});\n`;

test.each(['json', 'csv', 'avro'])('what is written as %s is read back', async (format) => {
  const columns = 'a BIGINT, b STRING, c DECIMAL(10, 2), d BOOLEAN, e DOUBLE, f DATE';
  const t = table('t', columns, `'path' = 'out', 'format' = '${format}'`);
  await run(`${t}INSERT INTO t VALUES
    (9007199254740993, 'ä "quoted", text', 1.50, true, 0.1, DATE '2024-02-29'), (-1, 'x', -2, false, 1e300, DATE '1969-12-31');`);
  expect(await run(`${t}SELECT * FROM t;`)).toEqual([
    { a: 9007199254740992, b: 'ä "quoted", text', c: 1.5, d: true, e: 0.1, f: '2024-02-29' },
    { a: -1, b: 'x', c: -2, d: false, e: 1e300, f: '1969-12-31' },
  ]);
  expect(files('out')).toHaveLength(1);
  expect(files('out')[0]).toMatch(/^part-[0-9a-f-]{36}-task-0-file-0$/);
});

test.each(['null', 'deflate', 'snappy'])('Avro files of many blocks, compressed by %s', async (codec) => {
  const source = `CREATE TABLE g (id BIGINT, s STRING, r STRING) WITH ('connector' = 'datagen', 'seed' = '3',
    'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5000', 'rows-per-second' = '1000000');\n`;
  const t = table('t', 'id BIGINT, s STRING, r STRING', `'path' = 'out', 'format' = 'avro', 'avro.codec' = '${codec}'`);
  await run(`${source}${t}INSERT INTO t SELECT id, s, s || s FROM g;`);
  const rows = (await run(`${t}SELECT * FROM t;`)) as { id: number; s: string; r: string }[];
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
  expect(rows.every(({ s, r }) => s.length === 100 && r === s + s)).toBe(true);
});

test('an Avro file of another schema is read by the names of its fields', async () => {
  await run(
    `${table('w', 'a INT, b STRING', "'path' = 'out', 'format' = 'avro'")}INSERT INTO w VALUES (1, 'x'), (2, NULL);`,
  );
  const r = table('r', 'z STRING, b STRING, a BIGINT', "'path' = 'out', 'format' = 'avro'");
  expect(await run(`${r}SELECT * FROM r;`)).toEqual([
    { z: null, b: 'x', a: 1 },
    { z: null, b: null, a: 2 },
  ]);
});

test('a damaged Avro file fails the job', async () => {
  const t = table('t', 'a INT', "'path' = 'out', 'format' = 'avro'");
  await run(`${t}INSERT INTO t VALUES (1), (2);`);
  const [name = ''] = files('out');
  const bytes = readFileSync(join(folder, 'out', name));
  writeFileSync(join(folder, 'out', name), bytes.subarray(0, bytes.length - 3));
  const { status, found } = start(`${t}SELECT * FROM t;`);
  expect(await status).toBe(1);
  expect(found[0]?.message).toContain('the file ends too early');
});

test('lines end with LF or CR LF, the last one with the file; records may be larger than a piece', async () => {
  mkdirSync(join(folder, 'in'));
  const long = 'x'.repeat(700_000);
  writeFileSync(join(folder, 'in', 'a.txt'), `one\r\n\n${long}\n${'y\n'.repeat(100_000)}last`);
  const t = table('t', 's STRING', "'path' = 'in', 'format' = 'raw'");
  const rows = (await run(`${t}SELECT s FROM t;`)) as { s: string }[];
  expect(rows).toHaveLength(100_004);
  expect([rows[0]?.s, rows[1]?.s, rows[2]?.s.length, rows[3]?.s, rows.at(-1)?.s]).toEqual([
    'one',
    '',
    700_000,
    'y',
    'last',
  ]);
});

test('a CSV record goes on within quotes, wherever the file is cut', async () => {
  mkdirSync(join(folder, 'in'));
  const records = Array.from({ length: 40_000 }, (_, index) => `${index},"a ""${index}""\r\n,b"\r\n`);
  writeFileSync(join(folder, 'in', 'a.csv'), records.join(''));
  const t = table('t', 'a INT, b STRING', "'path' = 'in', 'format' = 'csv'");
  const rows = (await run(`${t}SELECT * FROM t;`)) as { a: number; b: string }[];
  expect(rows).toHaveLength(40_000);
  expect(rows.every(({ a, b }, index) => a === index && b === `a "${index}"\r\n,b`)).toBe(true);
});

test('comments of CSV are left out', async () => {
  writeFileSync(join(folder, 'a.csv'), '# "a\n1,x\n#2,y\n3,z\n');
  const t = table('t', 'a INT, b STRING', "'path' = 'a.csv', 'format' = 'csv', 'csv.allow-comments' = 'true'");
  expect(await run(`${t}SELECT a FROM t;`)).toEqual([{ a: 1 }, { a: 3 }]);
});

test('hidden files are left out, folders are gone through, and a row knows its file', async () => {
  mkdirSync(join(folder, 'in/sub/_old'), { recursive: true });
  for (const [name, id] of Object.entries({
    'b.json': 2,
    '.h.json': 9,
    '_h.json': 9,
    'sub/a.json': 1,
    'sub/_old/x': 9,
  }))
    writeFileSync(join(folder, 'in', name), `{"id":${id}}\n`);
  const columns =
    "id INT, name STRING METADATA FROM 'file.name', path STRING METADATA FROM 'file.path', size BIGINT METADATA FROM 'file.size', m TIMESTAMP_LTZ(3) METADATA FROM 'file.modification-time'";
  const t = table('t', columns, "'path' = 'in', 'format' = 'json'");
  expect(await run(`${t}SELECT id, name, path, size, m > TO_TIMESTAMP_LTZ(0, 3) AS isNew FROM t;`)).toEqual([
    { id: 2, name: 'b.json', path: join(folder, 'in/b.json'), size: 9, isNew: true },
    { id: 1, name: 'a.json', path: join(folder, 'in/sub/a.json'), size: 9, isNew: true },
  ]);
  const few = table('few', 'id INT', `'path' = 'in', 'format' = 'json', 'source.path.regex-pattern' = '.*/a\\.json'`);
  expect(await run(`${few}SELECT * FROM few;`)).toEqual([{ id: 1 }]);
});

test('partitions are folders, as Flink names them', async () => {
  const columns = 'a INT, p STRING, n INT';
  const t = table('t', columns, "'path' = 'out', 'format' = 'json'").replace(') WITH', ') PARTITIONED BY (p, n) WITH');
  await run(`${t}INSERT INTO t VALUES (1, 'a b/c=d%:?', 1), (2, CAST(NULL AS STRING), 1), (3, '', 1), (4, 'é', 2);`);
  const folders = files('out').map((name) => name.replace(/\/part-.*/, ''));
  expect(folders).toEqual(['p=__DEFAULT_PARTITION__/n=1', 'p=a b%2Fc%3Dd%25%3A%3F/n=1', 'p=é/n=2']);
  expect(await run(`${t}SELECT * FROM t WHERE p IS NOT NULL;`)).toEqual([
    { a: 1, p: 'a b/c=d%:?', n: 1 },
    { a: 4, p: 'é', n: 2 },
  ]);
  expect(await run(`${t}SELECT a FROM t WHERE p IS NULL;`)).toEqual([{ a: 2 }, { a: 3 }]);
});

test('a job that fails leaves no file behind', async () => {
  writeFileSync(join(folder, 'in.json'), `${'{"a":1}\n'.repeat(1000)}nonsense\n`);
  const tables =
    table('i', 'a INT', "'path' = 'in.json', 'format' = 'json'") +
    table('o', 'a INT', "'path' = 'out', 'format' = 'json'");
  for (const mode of ['batch', 'streaming']) {
    const { status, found } = start(
      `SET 'execution.runtime-mode' = '${mode}';\n${tables}INSERT INTO o SELECT a FROM i;`,
    );
    expect(await status).toBe(1);
    expect(found[0]?.message).toContain(`(file ${join(folder, 'in.json')}, record 1001)`);
    expect(files('out')).toEqual([]);
  }
});

test('a success file tells that a partition is written', async () => {
  const t = table(
    't',
    'a INT, p INT',
    "'path' = 'out', 'format' = 'json', 'sink.partition-commit.policy.kind' = 'success-file', 'sink.partition-commit.success-file.name' = '_done'",
  ).replace(') WITH', ') PARTITIONED BY (p) WITH');
  await run(`${t}INSERT INTO t VALUES (1, 1), (2, 2);`);
  expect(files('out').filter((name) => !name.includes('part-'))).toEqual(['p=1/_done', 'p=2/_done']);
});

test('a watched folder gives the files that come later; finished files appear while the job goes on', async () => {
  mkdirSync(join(folder, 'in'));
  mkdirSync(join(folder, 'out'));
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, 'in', `.${name}`), text);
    renameSync(join(folder, 'in', `.${name}`), join(folder, 'in', name));
  };
  put('a.json', '{"a":1}\n');
  const job = start(
    table('i', 'a INT', "'path' = 'in', 'format' = 'json', 'source.monitor-interval' = '50 ms'") +
      table('o', 'a INT', "'path' = 'out', 'format' = 'json', 'sink.rolling-policy.rollover-interval' = '1 s'") +
      'INSERT INTO o SELECT a FROM i;',
  );
  const written = () =>
    files('out')
      .filter((name) => !name.startsWith('.'))
      .map((name) => readFileSync(join(folder, 'out', name), 'utf8'))
      .join('');
  await until(() => files('out').length > 0);
  expect(written()).toBe('');
  await until(() => written() === '{"a":1}\n');
  put('b.json', '{"a":2}\n');
  await until(() => files('out').some((name) => name.startsWith('.')));
  job.stop();
  expect(await job.status).toBe(130);
  expect(files('out').every((name) => !name.startsWith('.'))).toBe(true);
  expect(
    files('out')
      .map((name) => readFileSync(join(folder, 'out', name), 'utf8'))
      .sort(),
  ).toEqual(['{"a":1}\n', '{"a":2}\n']);
});

test('a file that grows beyond its size is followed by a new one', async () => {
  const sql = `CREATE TABLE g (s STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '1000000');
    ${table('o', 's STRING', "'path' = 'out', 'format' = 'json', 'sink.rolling-policy.file-size' = '500 kb'")}
    INSERT INTO o SELECT s FROM g;`;
  const { status } = start(sql);
  expect(await status).toBe(0);
  expect(files('out').length).toBeGreaterThan(2);
  const lines = files('out').flatMap((name) =>
    readFileSync(join(folder, 'out', name), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  expect(lines).toHaveLength(20_000);
});

test('a job of several inputs and large batches publishes whole files at its end', async () => {
  const lines = (from: number) => Array.from({ length: 9000 }, (_, index) => `{"a":${from + index}}\n`).join('');
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'a.json'), lines(0));
  writeFileSync(join(folder, 'in', 'b.json'), lines(9000));
  const tables =
    table('i', 'a INT', "'path' = 'in', 'format' = 'json'") + table('o', 'a INT', "'path' = 'out', 'format' = 'json'");
  await run(`${tables}INSERT INTO o SELECT a FROM i UNION ALL SELECT a FROM i;`);
  const [name = '', ...others] = files('out');
  expect(others).toEqual([]);
  expect(
    readFileSync(join(folder, 'out', name), 'utf8')
      .trimEnd()
      .split('\n'),
  ).toHaveLength(36_000);
});

test.each([
  ["'path' = 's3://b/x', 'format' = 'json'", 'TSQL_OPTION_VALUE'],
  ["'path' = 'x', 'format' = 'avro-confluent', 'avro-confluent.url' = 'http://x'", 'TSQL_OPTION_VALUE'],
  ["'path' = 'x', 'format' = 'json', 'auto-compaction' = 'true'", 'TSQL_OPTION_REFUSED'],
  ["'path' = 'x', 'format' = 'json', 'sink.partition-commit.policy.kind' = 'metastore'", 'TSQL_OPTION_REFUSED'],
  ["'path' = 'x', 'format' = 'json', 'sink.partition-commit.trigger' = 'partition-time'", 'TSQL_OPTION_REFUSED'],
  ["'path' = 'x', 'format' = 'json', 'sink.rolling-policy.file-size' = '0 b'", 'TSQL_OPTION_VALUE'],
  ["'path' = 'x', 'format' = 'json', 'streaming-source.enable' = 'true'", 'TSQL_OPTION_UNKNOWN'],
  ["'format' = 'json'", 'TSQL_OPTION_MISSING'],
])('%s is refused', async (options, code) => {
  const { status, found } = start(`${table('t', 'a INT', options)}INSERT INTO t VALUES (1);`);
  expect(await status).toBe(2);
  expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
});

test('a path that is not there fails the job', async () => {
  const { status, found } = start(`${table('t', 'a INT', "'path' = 'nowhere', 'format' = 'json'")}SELECT * FROM t;`);
  expect(await status).toBe(1);
  expect(found[0]).toMatchObject({ code: 'TSQL_RUN_FILE', args: { path: join(folder, 'nowhere') } });
});

const PARTITIONED =
  "CREATE TABLE f (a STRING, n INT, d STRING) PARTITIONED BY (d, n) WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'csv');\n";
const contents = (): readonly string[] =>
  files('out').map((name) => `${dirname(name)}: ${readFileSync(join(folder, 'out', name), 'utf8').trimEnd()}`);

test('PARTITION gives the partition of all rows, in any order and beside named columns', async () => {
  await run(`${PARTITIONED}INSERT INTO f PARTITION (d = 'x') SELECT 'a', 1;
INSERT INTO f PARTITION (n = '5', d = 'y') SELECT 'b';
INSERT INTO f PARTITION (d = 'z') (n, a) SELECT 2, 'c';`);
  expect(contents()).toEqual(['d=x/n=1: a', 'd=y/n=5: b', 'd=z/n=2: c']);
});

test('INSERT OVERWRITE replaces the partitions that it writes, and a given one even by nothing', async () => {
  await run(`${PARTITIONED}INSERT INTO f VALUES ('a', 1, 'x'), ('b', 2, 'x'), ('c', 1, 'y');
INSERT OVERWRITE f VALUES ('A', 1, 'x');
INSERT OVERWRITE f PARTITION (d = 'y', n = 1) SELECT a FROM f WHERE a = 'nobody';`);
  expect(contents()).toEqual(['d=x/n=1: A', 'd=x/n=2: b']);
});

test('INSERT OVERWRITE of a table without partitions replaces all of it, reading it meanwhile', async () => {
  await run(`${table('o', 'a INT', "'path' = 'out', 'format' = 'csv'")}INSERT INTO o VALUES (1), (2);
INSERT OVERWRITE o SELECT a * 10 FROM o;`);
  expect(contents()).toEqual(['.: 10\n20']);
});

test('an INSERT OVERWRITE that fails leaves what was there', async () => {
  const sql = `SET 'execution.runtime-mode' = 'batch';
${table('o', 'a INT', "'path' = 'out', 'format' = 'csv'")}INSERT INTO o VALUES (1), (2);
INSERT OVERWRITE o SELECT 1 / (a - 2) FROM o;`;
  const { status } = start(sql);
  expect(await status).toBe(1);
  expect(contents()).toEqual(['.: 1\n2']);
});

test.each([
  ['INSERT INTO f PARTITION (a = 1) SELECT 1', 'batch', 'TSQL_PLAN_INVALID'],
  ["INSERT INTO f PARTITION (d = 'x', d = 'y') SELECT 'a', 1", 'batch', 'TSQL_NAME_DUPLICATE'],
  ["INSERT INTO f PARTITION (d = 'x') SELECT 'a', 1, 'y'", 'batch', 'TSQL_PLAN_INVALID'],
  ["INSERT INTO f PARTITION (d = 'x') (d, a) SELECT 'a', 'b'", 'batch', 'TSQL_NAME_DUPLICATE'],
  ["INSERT OVERWRITE f VALUES ('a', 1, 'x')", 'streaming', 'TSQL_PLAN_INVALID'],
])('%s in %s mode is refused', async (statement, mode, code) => {
  const { status, found } = start(`SET 'execution.runtime-mode' = '${mode}';\n${PARTITIONED}${statement};`);
  expect(await status).toBe(2);
  expect(found.map((diagnostic) => diagnostic.code)).toEqual([code]);
});
