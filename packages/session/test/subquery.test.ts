import { describe, expect, it, test } from 'vitest';
import { runSql } from './support/run-sql.js';

const L = "(VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS STRING))) AS l (id, k)";
const R = "(VALUES ('a', 10), ('a', 11), ('c', 12)) AS r (k, v)";
const WITH_NULL = "(VALUES ('a', 10), (CAST(NULL AS STRING), 11)) AS n (k, v)";

const rows = async (sql: string, mode: 'batch' | 'streaming' = 'batch') => {
  const { lines, messages } = await runSql(sql, mode);
  expect(messages).toEqual([]);
  return lines;
};

describe('conditions that a subquery decides', () => {
  it.each([
    [`k IN (SELECT k FROM ${R})`, ['1']],
    [`k NOT IN (SELECT k FROM ${R})`, ['2']],
    [`k NOT IN (SELECT k FROM ${WITH_NULL})`, []],
    [`k NOT IN (SELECT k FROM ${R} WHERE v > 99)`, ['1', '2', '3']],
    [`NOT (k IN (SELECT k FROM ${R}))`, ['2']],
    [`EXISTS (SELECT 1 FROM ${R} WHERE r.k = l.k AND r.v > 10)`, ['1']],
    [`NOT EXISTS (SELECT * FROM ${R} WHERE r.k = l.k)`, ['2', '3']],
    [`EXISTS (SELECT 1 FROM ${R} WHERE r.v = l.id + 9) AND id < 3`, ['1', '2']],
    [`(id, k) IN (SELECT v - 9, k FROM ${R})`, ['1']],
    [`id + 8 < (SELECT MIN(v) FROM ${R})`, ['1']],
    [`id < (SELECT COUNT(*) FROM ${R} WHERE r.k = l.k)`, ['1']],
  ])('%s', async (condition, expected) => {
    expect(await rows(`SELECT id FROM ${L} WHERE ${condition}`)).toEqual(expected);
  });

  it('follow their subquery in streaming mode', async () => {
    expect(
      await rows(`SELECT id FROM ${L} WHERE NOT EXISTS (SELECT 1 FROM ${R} WHERE r.k = l.k)`, 'streaming'),
    ).toEqual(['+I,1', '+I,2', '+I,3', '-D,1']);
  });
});

describe('subqueries that stand for a value', () => {
  it.each([
    [`(SELECT MAX(v) FROM ${R})`, ['1,12', '2,12', '3,12']],
    [`(SELECT MAX(v) FROM ${R} WHERE r.k = l.k)`, ['1,11', '2,', '3,']],
    [`(SELECT COUNT(*) FROM ${R} WHERE r.k = l.k)`, ['1,2', '2,0', '3,0']],
    [`(SELECT v FROM ${R} WHERE v = 12) + id`, ['1,13', '2,14', '3,15']],
    [`(SELECT v FROM ${R} WHERE v > 99)`, ['1,', '2,', '3,']],
  ])('%s', async (value, expected) => {
    expect(await rows(`SELECT id, ${value} FROM ${L}`)).toEqual(expected);
  });

  it('may have one row', async () => {
    const { status, messages } = await runSql(`SELECT id, (SELECT v FROM ${R}) FROM ${L}`);
    expect(status).toBe(1);
    expect(messages[0]).toMatch(/more than one row/);
  });
});

test('LATERAL reads the columns before it', async () => {
  expect(await rows(`SELECT id, v FROM ${L}, LATERAL (SELECT v FROM ${R} WHERE r.k = l.k) AS t`)).toEqual([
    '1,10',
    '1,11',
  ]);
  expect(
    await rows(`SELECT id, m FROM ${L} LEFT JOIN LATERAL (SELECT MAX(v) FROM ${R} WHERE r.k = l.k) AS t (m) ON TRUE`),
  ).toEqual(['1,11', '2,', '3,']);
});

test.each([
  [`SELECT id FROM ${L} WHERE k IN (SELECT k, v FROM ${R})`, /IN compares 1 values with 2 columns/],
  [`SELECT (SELECT k, v FROM ${R}) FROM ${L}`, /has one column, not 2/],
  [`SELECT id FROM ${L} WHERE EXISTS (SELECT 1 FROM ${R} WHERE r.k = nope)`, /nope/],
  [`SELECT id FROM ${L} WHERE k IN (SELECT k FROM ${R}) OR id = 3`, /subquery/],
])('refused: %s', async (sql, message) => {
  const { status, messages } = await runSql(sql);
  expect(status).toBe(2);
  expect(messages[0]).toMatch(message);
});
