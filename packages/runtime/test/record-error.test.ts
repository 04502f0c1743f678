import { expect, test } from 'vitest';
import { type Input, run } from './fused/run-records.js';

const SQL = `
  SET 'execution.runtime-mode' = 'batch';
  CREATE TABLE src (k INT, v INT) WITH ('connector' = 'kafka', 'topic' = 'in', 'properties.bootstrap.servers' = 'none',
    'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
    'key.format' = 'csv', 'key.fields' = 'k', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY');
  CREATE TABLE dst (v INT) WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = 'none',
    'format' = 'json');
  INSERT INTO dst SELECT v FROM src;`;

test.each([
  ['x', '{"v":1}', /the key is not valid CSV: field 'k'.*\(topic in, partition 0, offset 0\)/],
  ['1', '{"v":"y"}', /the value is not valid JSON: field 'v'.*\(topic in, partition 0, offset 0\)/],
])('an error names the record, the part of it and the field: key %s, value %s', async (key, value, expected) => {
  const record: Input = { key: Buffer.from(key), value: Buffer.from(value), headers: [], timestamp: 1 };
  const { messages, status } = await run(SQL, [record], 'compiled');
  expect({ messages, status }).toEqual({ messages: [expect.stringMatching(expected)], status: 1 });
});
