import { describe, expect, it, test } from 'vitest';
import { runSql } from './support/run-sql.js';

const T = "(VALUES ('a', 3), ('a', 5), ('b', 1), ('a', 5), ('b', 4)) AS t (g, v)";

const rows = async (sql: string, mode: 'batch' | 'streaming' = 'batch') => {
  const { lines, messages } = await runSql(sql, mode);
  expect(messages).toEqual([]);
  return lines;
};

describe('OVER in batch mode', () => {
  it.each([
    ['ROW_NUMBER() OVER (PARTITION BY g ORDER BY v DESC)', ['a,5,1', 'a,5,2', 'a,3,3', 'b,4,1', 'b,1,2']],
    ['RANK() OVER (PARTITION BY g ORDER BY v DESC)', ['a,5,1', 'a,5,1', 'a,3,3', 'b,4,1', 'b,1,2']],
    ['DENSE_RANK() OVER (PARTITION BY g ORDER BY v DESC)', ['a,5,1', 'a,5,1', 'a,3,2', 'b,4,1', 'b,1,2']],
    ['NTILE(2) OVER (ORDER BY v)', ['b,1,1', 'a,3,1', 'b,4,1', 'a,5,2', 'a,5,2']],
    ['CUME_DIST() OVER (ORDER BY v)', ['b,1,0.2', 'a,3,0.4', 'b,4,0.6', 'a,5,1.0', 'a,5,1.0']],
    ['PERCENT_RANK() OVER (ORDER BY v)', ['b,1,0.0', 'a,3,0.25', 'b,4,0.5', 'a,5,0.75', 'a,5,0.75']],
    ['LAG(v) OVER (PARTITION BY g ORDER BY v)', ['a,3,', 'a,5,3', 'a,5,5', 'b,1,', 'b,4,1']],
    ['LEAD(v, 2, -1) OVER (ORDER BY v)', ['b,1,4', 'a,3,5', 'b,4,5', 'a,5,-1', 'a,5,-1']],
    ['SUM(v) OVER (ORDER BY v)', ['b,1,1', 'a,3,4', 'b,4,8', 'a,5,18', 'a,5,18']],
    ['SUM(v) OVER (ORDER BY v ROWS UNBOUNDED PRECEDING)', ['b,1,1', 'a,3,4', 'b,4,8', 'a,5,13', 'a,5,18']],
    ['COUNT(*) OVER (PARTITION BY g)', ['a,3,3', 'a,5,3', 'a,5,3', 'b,1,2', 'b,4,2']],
    [
      'MAX(v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)',
      ['b,1,3', 'a,3,4', 'b,4,5', 'a,5,5', 'a,5,5'],
    ],
    [
      'COUNT(*) OVER (ORDER BY v RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)',
      ['b,1,1', 'a,3,1', 'b,4,2', 'a,5,3', 'a,5,3'],
    ],
  ])('%s', async (call, expected) => {
    expect(await rows(`SELECT g, v, ${call} FROM ${T}`)).toEqual(expected);
  });

  it('stands over groups, in expressions and by a name', async () => {
    const sql = `SELECT g, SUM(v), 10 * RANK() OVER w FROM ${T} GROUP BY g WINDOW w AS (ORDER BY SUM(v) DESC)`;
    expect(await rows(sql)).toEqual(['a,13,10', 'b,5,20']);
  });
});

describe('Top-N in streaming mode', () => {
  const numbered = `(SELECT g, v, ROW_NUMBER() OVER (PARTITION BY g ORDER BY v DESC) AS n FROM ${T})`;

  it('moves ranks', async () => {
    expect(await rows(`SELECT g, v, n FROM ${numbered} WHERE n <= 2`, 'streaming')).toEqual([
      '+I,a,3,1',
      '-U,a,3,1',
      '+U,a,5,1',
      '+I,a,3,2',
      '+I,b,1,1',
      '-U,a,3,2',
      '+U,a,5,2',
      '-U,b,1,1',
      '+U,b,4,1',
      '+I,b,1,2',
    ]);
  });

  it('without its rank a row that leaves is deleted', async () => {
    expect(await rows(`SELECT g, v FROM ${numbered} WHERE n = 1`, 'streaming')).toEqual([
      '+I,a,3',
      '-D,a,3',
      '+I,a,5',
      '+I,b,1',
      '-D,b,1',
      '+I,b,4',
    ]);
    expect(await rows(`SELECT v FROM ${T} ORDER BY v LIMIT 2`, 'streaming')).toEqual(['+I,3', '+I,5', '-D,5', '+I,1']);
  });

  it('takes the next row when one is taken back', async () => {
    const counts = `(SELECT g, COUNT(*) AS n FROM ${T} GROUP BY g)`;
    expect(await rows(`SELECT g, n FROM ${counts} ORDER BY n LIMIT 1`, 'streaming')).toEqual([
      '+I,a,1',
      '-D,a,1',
      '+I,a,2',
      '-D,a,2',
      '+I,b,1',
      '-D,b,1',
      '+I,a,3',
      '-D,a,3',
      '+I,b,2',
    ]);
  });
});

test.each([
  [`SELECT RANK() OVER (ORDER BY v) FROM ${T}`, /OVER is ordered by one ascending time attribute/],
  [`SELECT RANK() OVER () FROM ${T}`, /RANK needs ORDER BY/],
  [`SELECT SUM(g) OVER (ORDER BY v) FROM ${T}`, /SUM takes numbers/],
  [`SELECT SUM(v) OVER w FROM ${T}`, /no window w/],
  [`SELECT g FROM ${T} WHERE RANK() OVER (ORDER BY v) = 1`, /not allowed in WHERE/],
])('refused: %s', async (sql, message) => {
  const { status, messages } = await runSql(sql, 'streaming');
  expect(status).toBe(2);
  expect(messages[0]).toMatch(message);
});
