import type { Diagnostic } from '@tsql/core';
import { expect, test } from 'vitest';
import { Session } from '../src/index.js';

const TABLE = `CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'kafka', 'topic' = 'x',
  'properties.bootstrap.servers' = '{{ BROKERS }}', 'format' = 'json');\n`;

async function run(sql: string, variables: Record<string, string> = { BROKERS: 'localhost:1' }) {
  const found: Diagnostic[] = [];
  const lines: string[] = [];
  const session = new Session({ variables, settings: { 'table.local-time-zone': 'UTC' } });
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'test',
    onLine: (line) => lines.push(line),
    onDiagnostic: (diagnostic) => found.push(diagnostic),
  });
  return { status, found, lines };
}

test('a fault in the last statement is found before the first one runs', async () => {
  const { status, found } = await run(`${TABLE}INSERT INTO t VALUES (1, 'a');\nINSERT INTO t SELECT nope FROM t;`);
  expect(status).toBe(2);
  expect(found[0]?.span?.start.line).toBe(4);
});

test('several faults of a file are found at once', async () => {
  const { found } = await run(`${TABLE}SELEC 1;\nINSERT INTO nowhere VALUES (1);`);
  expect(
    found.filter((diagnostic) => diagnostic.severity === 'error').map((diagnostic) => diagnostic.span?.start.line),
  ).toEqual([3, 4]);
});

test('unset variables are one error that names them all', async () => {
  const { status, found } = await run(`${TABLE}${TABLE.replace(' t ', ' u ').replace("'x'", "'{{ TOPIC }}'")}`, {});
  expect(status).toBe(2);
  expect(found[0]).toMatchObject({ code: 'TSQL_OPTION_VARIABLE', args: { names: 'BROKERS, TOPIC' } });
});

test('a variable is not shown in a plan', () => {
  const session = new Session({ variables: { BROKERS: 'secret-host:9092' } });
  const { output } = session.explain(`${TABLE}INSERT INTO t VALUES (1, 'a');`, 'job.sql', 'json');
  expect(output).not.toContain('secret-host');
  expect(output).toContain('{{ BROKERS }}');
});

test('VALUES are printed as Flink prints them', async () => {
  const { status, lines } = await run("VALUES (1, 'a')");
  expect(status).toBe(0);
  expect(lines.at(-1)).toBe('1 row in set');
  expect(lines[3]).toBe(`| +I |           1 | ${' '.repeat(29)}a |`);
});

test('print takes rows as they are', async () => {
  const { status } = await run(
    "CREATE TABLE p (id INT) WITH ('connector' = 'blackhole'); INSERT INTO p VALUES (1), (2);",
  );
  expect(status).toBe(0);
});
