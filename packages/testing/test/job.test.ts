import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { job } from '../src/index.js';
import '../src/vitest.js';

const kafka = (
  name: string,
  columns: string,
  more = '',
) => `CREATE TABLE ${name} (${columns}) WITH ('connector' = 'kafka',
  'topic' = '${name}', 'properties.bootstrap.servers' = '{{ BROKERS }}', 'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset', 'format' = 'json'${more});\n`;

const copy = job({
  sql: `${kafka('src', 'id INT, name STRING')}${kafka('dst', 'id INT, name STRING, `timestamp` TIMESTAMP_LTZ(3) METADATA, headers MAP<STRING, BYTES> METADATA')}
INSERT INTO dst SELECT id * 2, UPPER(name), TO_TIMESTAMP_LTZ(1000, 3), MAP['id', CAST(CAST(id AS STRING) AS BYTES)] FROM src WHERE id > 1;`,
});

test('records go in and come out', async () => {
  const result = await copy
    .given('src', [{ value: { id: 1 } }, { value: '{"id":2,"name":"a"}' }, { value: { id: 3 } }])
    .run();
  expect(result.topic('dst')).toHaveRecords([
    { value: { name: 'A', id: 4 }, headers: [['id', '2']] },
    { value: '{"id":6,"name":null}', headers: [['id', '3']], timestamp: 1000, partition: 0 },
  ]);
  expect(result.topic('src')).toEqual([]);
});

test('what differs is told field by field', async () => {
  const result = await copy.given('src', [{ value: { id: 2, name: 'a' } }]).run();
  const found = result.topic('dst');
  expect(() => expect(found).toHaveRecords([{ value: { id: 4, name: 'B' }, headers: [['id', '2']] }])).toThrow(
    /value\.name[\s\S]*"B"[\s\S]*"A"/,
  );
  expect(() => expect(found).toHaveRecords([{ value: { id: 4, name: 'A' } }])).toThrow('header 1');
  expect(() => expect(found).toHaveRecords([])).toThrow();
  expect(() =>
    expect(found).toHaveRecords([{ value: { id: 4, name: 'A' }, headers: [['id', '2']], timestamp: 5 }]),
  ).toThrow('timestamp');
  expect(found).not.toHaveRecords([{ value: 'x' }]);
});

test('a beginning can be shared', async () => {
  const base = copy.given('src', [{ value: { id: 5, name: 'x' } }]);
  const more = base.given('src', [{ value: { id: 6, name: 'y' } }]);
  expect((await base.run()).topic('dst')).toHaveLength(1);
  expect((await more.run()).topic('dst')).toHaveLength(2);
});

test('a file, variables, settings and the clock', async () => {
  const file = join(tmpdir(), `tsql-testing-${process.pid}.sql`);
  writeFileSync(
    file,
    `${kafka('dst', 'who STRING, at STRING').replace('at STRING', '`at` STRING')}INSERT INTO dst SELECT '{{ WHO }}', CAST(CURRENT_TIMESTAMP AS STRING);`,
  );
  const result = await job(file)
    .variables({ WHO: 'ann' })
    .settings({ 'table.local-time-zone': 'Europe/Berlin' })
    .at('2024-05-01T12:00:00Z')
    .run();
  expect(result.topic('dst')).toHaveRecords([{ value: { who: 'ann', at: '2024-05-01 14:00:00.000' } }]);
  expect(() => job(file).at('noon')).toThrow(RangeError);
});

test('bytes, keys, tombstones and partitions', async () => {
  const sql = `${kafka('src', 'k STRING, v BYTES', `, 'key.format' = 'raw', 'key.fields' = 'k', 'value.fields-include' = 'EXCEPT_KEY'`).replace("'format'", "'value.format'").replaceAll("'json'", "'raw'")}
${kafka('dst', 'k STRING, v BYTES', `, 'key.format' = 'raw', 'key.fields' = 'k', 'value.fields-include' = 'EXCEPT_KEY'`).replace("'format'", "'value.format'").replaceAll("'json'", "'raw'")}
INSERT INTO dst SELECT k, v FROM src;`;
  const given = [
    { key: 'a', value: Uint8Array.of(0, 255), partition: 2 },
    { key: 'b', value: null, partition: 1 },
  ];
  const result = await job({ sql }).topic('src', { partitions: 3 }).given('src', given).run();
  expect(result.topic('dst')).toHaveRecords([
    { key: 'b', value: null },
    { key: 'a', value: Uint8Array.of(0, 255) },
  ]);
});

test('a job that fails says why', async () => {
  const failing = job({ sql: 'SELECT nope FROM nowhere;' });
  await expect(failing.run()).rejects.toThrow('nowhere');
  const result = await failing.runFailing();
  expect(result.status).toBe(2);
  expect(result.errors[0]).toMatchObject({ code: 'TSQL_NAME_UNKNOWN', line: 1 });
  await expect(copy.runFailing()).rejects.toThrow('ended well');
});

test('what a query prints', async () => {
  const { lines } = await job({ sql: "SET 'execution.runtime-mode' = 'batch'; SELECT 1 AS a;" }).run();
  expect(lines.join('\n')).toContain('a');
});

test('a job without end is cut off', async () => {
  const sql = copy;
  const endless = job({
    sql: `${kafka('src', 'id INT').replace("'scan.bounded.mode' = 'latest-offset', ", '')}${kafka('dst', 'id INT')}INSERT INTO dst SELECT id FROM src;`,
  });
  await expect(endless.timeout(200).run()).rejects.toThrow('did not end within 0.2 s');
  expect(sql).toBeDefined();
});
