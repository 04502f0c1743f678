import { expect, test } from 'vitest';
import { runSql } from './support/run-sql.js';

const T = `(VALUES ('a', 'x', 1, 1.0E0), ('a', 'x', 2, 3.0E0), ('b', CAST(NULL AS STRING), 4, CAST(NULL AS DOUBLE)), ('a', 'y', 3, CAST(NULL AS DOUBLE))) AS t (g, h, v, d)`;

const rows = async (sql: string, mode: 'batch' | 'streaming' = 'batch') => {
  const { lines, messages } = await runSql(sql, mode);
  expect(messages).toEqual([]);
  return lines;
};

test.each([
  ['LISTAGG(h)', ['a,"x,x,y"', 'b,']],
  ["LISTAGG(DISTINCT h, '-')", ['a,x-y', 'b,']],
  ['FIRST_VALUE(v)', ['a,1', 'b,4']],
  ['LAST_VALUE(h)', ['a,y', 'b,']],
  ['COLLECT(h)', ['a,"{x=2, y=1}"', 'b,{}']],
  ['ARRAY_AGG(v)', ['a,"[1, 2, 3]"', 'b,[4]']],
  ['APPROX_COUNT_DISTINCT(h)', ['a,2', 'b,0']],
  ['STDDEV_POP(d)', ['a,1.0', 'b,']],
  ['VARIANCE(d)', ['a,2.0', 'b,']],
])('%s', async (call, expected) => {
  expect(await rows(`SELECT g, ${call} FROM ${T} GROUP BY g`)).toEqual(expected);
});

test('streaming: values that are taken back leave a list', async () => {
  const counts = `(SELECT h, COUNT(*) AS n FROM ${T} WHERE h IS NOT NULL GROUP BY h)`;
  expect(await rows(`SELECT LISTAGG(CAST(n AS STRING)), FIRST_VALUE(n) FROM ${counts}`, 'streaming')).toEqual([
    '+I,1,1',
    '-D,1,1',
    '+I,2,2',
    '-U,2,2',
    '+U,"2,1",2',
  ]);
});

test('ROLLUP, CUBE and GROUPING SETS: a group for each set, and GROUPING tells which', async () => {
  expect(await rows(`SELECT g, h, SUM(v), GROUPING(g, h) FROM ${T} GROUP BY ROLLUP (g, h)`)).toEqual([
    'a,x,3,0',
    'a,,6,1',
    ',,10,3',
    'b,,4,0',
    'b,,4,1',
    'a,y,3,0',
  ]);
  expect(await rows(`SELECT g, COUNT(*) FROM ${T} GROUP BY CUBE (g)`)).toEqual(['a,3', ',4', 'b,1']);
  expect(await rows(`SELECT g, h, COUNT(*) FROM ${T} GROUP BY GROUPING SETS ((g), (h)) HAVING COUNT(*) > 1`)).toEqual([
    'a,,3',
    ',x,2',
  ]);
});

test.each([
  [`SELECT LISTAGG(v) FROM ${T}`, /LISTAGG takes texts, not INT/],
  [`SELECT GROUPING(v) FROM ${T} GROUP BY ROLLUP (g)`, /stand in GROUP BY/],
  [`SELECT LISTAGG(h, g) FROM ${T} GROUP BY g`, /separator of LISTAGG is a text/],
])('refused: %s', async (sql, message) => {
  expect((await runSql(sql)).messages[0]).toMatch(message);
});
