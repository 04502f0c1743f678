import { expect, test } from 'vitest';
import { runSql } from './support/run-sql.js';

const VIEW = `CREATE TABLE made (id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '0');
CREATE VIEW ev AS SELECT ts, 0 AS v FROM made UNION ALL SELECT * FROM (VALUES
  (TIMESTAMP '2024-01-01 00:00:05.000', 1), (TIMESTAMP '2024-01-01 00:00:12.000', 2), (TIMESTAMP '1969-12-31 23:59:58.000', 4)) AS t (ts, v);\n`;

const T = `(VALUES (TIMESTAMP '2024-01-01 00:00:05', 1), (TIMESTAMP '2024-01-01 00:00:12', 2),
  (TIMESTAMP '1969-12-31 23:59:58', 4), (CAST(NULL AS TIMESTAMP(3)), 8)) AS t (ts, v)`;

const rows = async (sql: string) => {
  const { lines, messages } = await runSql(sql);
  expect(messages).toEqual([]);
  return lines.map((line) => line.replace(/:00\.000|\.000/g, ''));
};

test('windows of old: bounds of each group, also before 1970; a row without a time is in none', async () => {
  const window = "TUMBLE(ts, INTERVAL '10' SECOND)";
  expect(await rows(`SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), SUM(v) FROM ${T} GROUP BY ${window}`)).toEqual([
    '2024-01-01 00:00,1',
    '2024-01-01 00:00:10,2',
    '1969-12-31 23:59:50,4',
  ]);
});

test('HOP puts a row into several windows, SESSION rows that are close into one', async () => {
  expect(
    await rows(
      `SELECT HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND), SUM(v) FROM ${T} WHERE v < 3 GROUP BY HOP(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND)`,
    ),
  ).toEqual(['2024-01-01 00:00:05,3', '2024-01-01 00:00,1', '2024-01-01 00:00:10,2']);
  expect(
    await rows(
      `SELECT SESSION_START(ts, INTERVAL '8' SECOND), SESSION_END(ts, INTERVAL '8' SECOND), SUM(v) FROM ${T} WHERE v < 3 GROUP BY SESSION(ts, INTERVAL '8' SECOND)`,
    ),
  ).toEqual(['2024-01-01 00:00:05,2024-01-01 00:00:20,3']);
});

test.each([
  [
    `SELECT * FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(v), INTERVAL '1' HOUR))`,
    /TUMBLE needs a time attribute, which v is not/,
  ],
  [
    `SELECT * FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(ts), INTERVAL '1' MONTH))`,
    /SIZE is an interval of days or less/,
  ],
  [`SELECT * FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(nope), INTERVAL '1' HOUR))`, /DESCRIPTOR names one column/],
  [`SELECT * FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(ts)))`, /the argument SIZE is missing/],
  [
    `SELECT * FROM TABLE(HOP(TABLE made, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '3' HOUR))`,
    /multiple of its slide/,
  ],
])('refused: %s', async (sql, message) => {
  const { status, messages } = await runSql(VIEW + sql, 'streaming');
  expect(status).toBe(2);
  expect(messages[0]).toMatch(message);
});
