import type { Diagnostic } from '@tsql/core';
import { expect, test } from 'vitest';
import { Session } from '../src/index.js';

async function run(sql: string, mode: 'batch' | 'streaming' = 'batch') {
  const found: Diagnostic[] = [];
  const lines: string[] = [];
  const session = new Session({ settings: { 'table.local-time-zone': 'UTC', 'execution.runtime-mode': mode } });
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'test',
    output: 'csv',
    onLine: (line) => lines.push(line),
    onDiagnostic: (diagnostic) => found.push(diagnostic),
  });
  return { status, messages: found.map(({ message }) => message), lines: lines.slice(1) };
}

const T = `(VALUES ('a', 1, 1.50), ('b', 5, 2.25), ('a', 2, CAST(NULL AS DECIMAL(6, 2))), ('a', 2, 3.00)) AS t (g, v, d)`;

test('batch: one row for each group, at the end', async () => {
  const { lines, messages } = await run(
    `SELECT g, COUNT(*), COUNT(d), COUNT(DISTINCT v), SUM(v), AVG(v), AVG(d), MIN(d), MAX(v) FILTER (WHERE v < 2) FROM ${T} GROUP BY g`,
  );
  expect(messages).toEqual([]);
  expect(lines).toEqual(['a,3,2,2,5,1,2.250000,1.50,1', 'b,1,1,1,5,5,2.250000,2.25,']);
});

test('streaming: an insert, then updates, and nothing where nothing changed', async () => {
  const { lines } = await run(`SELECT g, MAX(v) FROM ${T} GROUP BY g`, 'streaming');
  expect(lines).toEqual(['+I,a,1', '+I,b,5', '-U,a,1', '+U,a,2']);
});

test('over changes: rows are taken back, and a group without rows is deleted', async () => {
  const { lines } = await run(
    `SELECT n, COUNT(*), MIN(g), COUNT(DISTINCT g) FROM (SELECT g, COUNT(*) AS n FROM ${T} GROUP BY g) GROUP BY n`,
    'streaming',
  );
  expect(lines).toEqual([
    '+I,1,1,a,1',
    '-U,1,1,a,1',
    '+U,1,2,a,2',
    '-U,1,2,a,2',
    '+U,1,1,b,1',
    '+I,2,1,a,1',
    '-D,2,1,a,1',
    '+I,3,1,a,1',
  ]);
});

test('expressions over keys and aggregates, HAVING, ORDER BY, and a group without keys', async () => {
  expect(
    (await run(`SELECT UPPER(g) || '!', SUM(v) * 2 + 1 FROM ${T} GROUP BY UPPER(g) HAVING COUNT(*) > 1`)).lines,
  ).toEqual(['A!,11']);
  expect((await run(`SELECT g FROM ${T} GROUP BY g ORDER BY SUM(v) DESC, g DESC`)).lines).toEqual(['b', 'a']);
  expect((await run(`SELECT COUNT(*), SUM(v) FROM ${T} WHERE v > 100`)).lines).toEqual(['0,']);
  expect((await run(`SELECT g FROM ${T} WHERE v > 100 GROUP BY g`)).lines).toEqual([]);
  expect((await run(`SELECT DISTINCT g, v FROM ${T}`)).lines).toEqual(['a,1', 'b,5', 'a,2']);
});

test('whole numbers wrap around, a DECIMAL that is too long is NULL', async () => {
  const { lines } = await run(
    'SELECT SUM(i), SUM(d) FROM (VALUES (2147483647, CAST(9e37 AS DECIMAL(38, 0))), (1, CAST(9e37 AS DECIMAL(38, 0)))) AS t (i, d)',
  );
  expect(lines).toEqual(['-2147483648,']);
});

test.each([
  [`SELECT g, v FROM ${T} GROUP BY g`, /column v is neither in GROUP BY nor within an aggregate/],
  [`SELECT SUM(g) FROM ${T}`, /SUM takes numbers, not CHAR/],
  [`SELECT g FROM ${T} WHERE SUM(v) > 1 GROUP BY g`, /not allowed in WHERE/],
  [`SELECT SUM(SUM(v)) FROM ${T}`, /not allowed in an aggregate/],
  [`CREATE TABLE s (id INT) WITH ('connector' = 'datagen'); SELECT COUNT(*) FROM s`, /endless input/],
])('refused: %s', async (sql, message) => {
  const { status, messages } = await run(sql, 'streaming');
  expect(status).toBe(2);
  expect(messages.join('\n')).toMatch(message);
});
