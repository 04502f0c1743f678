import { describe, expect, it, test } from 'vitest';
import { runSql } from './support/run-sql.js';

const L = "(VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS STRING))) AS l (id, k)";
const R = "(VALUES ('a', 10), ('a', 11), ('c', 12), (CAST(NULL AS STRING), 13)) AS r (k, v)";
const rows = async (sql: string, mode: 'batch' | 'streaming' = 'batch') => {
  const { lines, messages } = await runSql(sql, mode);
  expect(messages).toEqual([]);
  return lines;
};

describe('joins in batch mode', () => {
  it.each([
    ['JOIN', ['1,10', '1,11']],
    ['LEFT JOIN', ['1,10', '1,11', '2,', '3,']],
    ['RIGHT JOIN', ['1,10', '1,11', ',12', ',13']],
    ['FULL JOIN', ['1,10', '1,11', '2,', '3,', ',12', ',13']],
  ])('%s: NULL equals nothing', async (kind, expected) => {
    expect(await rows(`SELECT l.id, r.v FROM ${L} ${kind} ${R} ON l.k = r.k`)).toEqual(expected);
  });

  it('a condition of ON decides about partners, one of WHERE about rows', async () => {
    expect(await rows(`SELECT id, v FROM ${L} LEFT JOIN ${R} ON l.k = r.k AND r.v > 10`)).toEqual(['1,11', '2,', '3,']);
    expect(await rows(`SELECT id, v FROM ${L} LEFT JOIN ${R} ON l.k = r.k AND l.id > 1`)).toEqual(['1,', '2,', '3,']);
    expect(await rows(`SELECT id, v FROM ${L} LEFT JOIN ${R} ON l.k = r.k WHERE r.v > 10`)).toEqual(['1,11']);
  });

  it('pairs by any condition', async () => {
    expect(await rows(`SELECT id, v FROM ${L} JOIN ${R} ON l.id + 9 < r.v AND r.v < 12`)).toEqual(['1,11']);
    expect(await rows(`SELECT COUNT(*) FROM ${L}, ${R}`)).toEqual(['12']);
  });

  it('shows the columns of USING once, first', async () => {
    expect(await rows(`SELECT * FROM ${L} JOIN ${R} USING (k)`)).toEqual(['a,1,10', 'a,1,11']);
    expect(await rows(`SELECT k, l.k, r.k, v FROM ${L} NATURAL FULL JOIN ${R} WHERE id IS NULL`)).toEqual([
      'c,,c,12',
      ',,,13',
    ]);
  });

  it('compares numbers of several types', async () => {
    const right = '(VALUES (CAST(2 AS BIGINT))) AS b (n)';
    expect(await rows(`SELECT id FROM ${L} JOIN ${right} ON l.id = b.n`)).toEqual(['2']);
  });
});

describe('joins in streaming mode', () => {
  const counts = "(SELECT k, COUNT(*) AS n FROM (VALUES ('a'), ('b'), ('a')) AS t (k) GROUP BY k) AS c";

  it('takes NULLs back when a partner comes', async () => {
    expect(await rows(`SELECT id, v FROM ${L} LEFT JOIN ${R} ON l.k = r.k`, 'streaming')).toEqual([
      '+I,1,',
      '+I,2,',
      '+I,3,',
      '-D,1,',
      '+I,1,10',
      '+I,1,11',
    ]);
  });

  it('hands changes of an inner join on as they are', async () => {
    expect(await rows(`SELECT id, n FROM ${counts} JOIN ${L} ON l.k = c.k`, 'streaming')).toEqual(['+I,1,2', '+I,2,1']);
    expect(await rows(`SELECT id, n FROM ${L} JOIN ${counts} ON l.k = c.k`, 'streaming')).toEqual([
      '+I,1,1',
      '+I,2,1',
      '-U,1,1',
      '+U,1,2',
    ]);
  });

  it('brings NULLs back when the last partner goes', async () => {
    const gone = `(SELECT k FROM ${counts} WHERE n < 2) AS g`;
    expect(await rows(`SELECT id, g.k FROM ${L} LEFT JOIN ${gone} ON l.k = g.k WHERE id < 2`, 'streaming')).toEqual([
      '+I,1,',
      '-D,1,',
      '+I,1,a',
      '-D,1,a',
      '+I,1,',
    ]);
  });
});

describe('set operations', () => {
  const A = '(VALUES (1), (1), (2), (2), (CAST(NULL AS INT)))';
  const B = '(VALUES (2), (3), (CAST(NULL AS INT)))';
  it.each([
    ['UNION', ['1', '2', '', '3']],
    ['INTERSECT', ['2', '']],
    ['INTERSECT ALL', ['2', '']],
    ['EXCEPT', ['1']],
    ['EXCEPT ALL', ['1', '1', '2']],
  ])('%s: NULLs are equal', async (operator, expected) => {
    expect(await rows(`${A} ${operator} ${B}`)).toEqual(expected);
  });

  it('takes back what the right side takes away', async () => {
    expect(await rows(`${A} EXCEPT ${B}`, 'streaming')).toEqual(['+I,1', '+I,2', '+I,', '-D,2', '-D,']);
  });
});

test('the state of a job is limited', async () => {
  const many = `(VALUES ${Array.from({ length: 200 }, (_, i) => `(${i})`).join(', ')}) AS t (id)`;
  const { found, status } = await runSql(`SELECT COUNT(*) FROM ${many} GROUP BY id`, 'batch', {
    'tsql.state.max-memory': '4 kb',
  });
  expect(status).toBe(1);
  expect(found).toMatchObject([{ code: 'TSQL_RUN_STATE_MEMORY' }]);
});

test.each([
  [`SELECT id FROM ${L} JOIN ${R} ON l.k = r.nope`, /nope/],
  [`SELECT k FROM ${L} JOIN ${R} ON l.k = r.k`, /ambiguous/],
  [`SELECT * FROM ${L} JOIN ${R} USING (id)`, /id on both sides/],
  [
    "CREATE TABLE s (id INT) WITH ('connector' = 'datagen'); SELECT s.id FROM s JOIN s AS t ON s.id = t.id",
    /a join over an endless input/,
  ],
])('refused: %s', async (sql, message) => {
  const { status, messages } = await runSql(sql, 'streaming');
  expect(status).toBe(2);
  expect(messages[0]).toMatch(message);
});
