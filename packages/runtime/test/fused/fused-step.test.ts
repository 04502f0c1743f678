import type { JobPlan } from '@tsql/planner';
import { expect, test } from 'vitest';
import { formatsByIdentifier, Session } from '../../../session/src/index.js';
import { fuse } from '../../src/fused/fuse.js';
import { fusiblePlan } from '../../src/fused/fusible.js';
import { OutputBatchWriter } from '../../src/record/output-batch-writer.js';
import { PartitionChoice } from '../../src/record/partition-choice.js';
import { batchOf, type Input } from './run-records.js';

const CONTEXT = { localTimeZone: 'UTC', now: () => 0, random: () => 0 };

/** The generated step of a job; undefined where it needs the stages. */
function stepOf(source: string, sink: string, query: string, options = "'format' = 'json'", sinkOptions = options) {
  const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
  const sql = `
    CREATE TABLE src (${source}) WITH (${common}, 'topic' = 'in', 'scan.startup.mode' = 'earliest-offset', ${options});
    CREATE TABLE dst (${sink}) WITH (${common}, 'topic' = 'out', ${sinkOptions});
    INSERT INTO dst ${query};`;
  const { plans, diagnostics } = new Session().compile(sql, 'job.sql');
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  const node = (plans.find((plan) => plan?.kind === 'job') as JobPlan).sinks[0];
  const plan = node === undefined ? undefined : fusiblePlan(node);
  if (plan === undefined) return undefined;
  return fuse(plan, {
    formats: formatsByIdentifier(),
    evaluation: CONTEXT,
    partitions: new PartitionChoice('default', { task: 0, partitionCount: 1 }),
    deserializers: { key: { deserialize() {} }, value: { deserialize() {} } },
    serializers: { key: { serialize: () => false }, value: { serialize: () => false } },
  });
}

const record = (value: string, headers: Input['headers'] = []): Input => ({
  key: Buffer.from('{"k":1}'),
  value: Buffer.from(value),
  headers,
  timestamp: 7,
});

/** How many records a step takes by itself, and the values that it wrote. */
function take(step: ReturnType<typeof stepOf>, records: readonly Input[]) {
  const target = new OutputBatchWriter();
  const taken = step?.(batchOf(records), 0, target);
  const { count, slab, valueStart, valueEnd } = target.batch();
  const texts = Array.from({ length: count }, (_, i) =>
    Buffer.from(slab.subarray(valueStart[i], valueEnd[i])).toString(),
  );
  return { taken, texts };
}

test('values that are written in another way do not leave the step', () => {
  const columns = 's STRING, i INT, d DECIMAL(6, 2), t TIMESTAMP(3), b BOOLEAN';
  const found = take(stepOf(columns, columns, 'SELECT * FROM src'), [
    record('{"s":"a","i":1,"d":1.50,"t":"2024-01-01 00:00:00.50","b":true}'),
    record(' { "b" : false , "d":60.00, "i":null, "x":{"y":["\\n"]},\n"s":"a\\u00e4😀"} '),
    record('{"s":12,"i":"7","d":"1e1","t":"2024-02-30 24:00:00","b":"TRUE"}'),
    record('{}'),
  ]);
  expect(found).toEqual({
    taken: 4,
    texts: [
      '{"s":"a","i":1,"d":1.5,"t":"2024-01-01 00:00:00.5","b":true}',
      '{"s":"aä\\uD83D\\uDE00","i":null,"d":6E+1,"t":null,"b":false}',
      '{"s":"12","i":7,"d":1E+1,"t":"2024-03-01 00:00:00","b":true}',
      '{"s":null,"i":null,"d":null,"t":null,"b":null}',
    ],
  });
});

test('cells of CSV that are written in another way do not leave the step', () => {
  const columns = 's STRING, i INT, d DECIMAL(6, 2), t TIMESTAMP(3), a ARRAY<INT>';
  const options = "'format' = 'csv', 'csv.null-literal' = '-', 'csv.escape-character' = '\\'";
  const records = [
    'a,1,1.50,2024-01-01 00:00:00.50,1;2',
    '"a,b ",-,60.00,"2024-01-01 00:00:00",1\r\n',
    '"say ""hi""" ,+7,1e1,2024-02-30 24:00:00,\n',
    'ä😀\\,"x",007,-,-,1',
  ];
  expect(
    take(
      stepOf(columns, columns, 'SELECT * FROM src', options),
      records.map((text) => record(text)),
    ),
  ).toEqual({
    taken: 4,
    texts: [
      'a,1,1.5,"2024-01-01 00:00:00.5",1;2',
      '"a,b ",-,60,"2024-01-01 00:00:00",1',
      '"say ""hi""",7,10,"2024-03-01 00:00:00",',
      '"ä😀,""x""",7,-,-,1',
    ],
  });
});

test.each(['a,1,2', 'a', '#a,1', '\na,1', 'a,1\nb,2', '\ufeffa,1', 'a\0,1', '"a,1', 'a,x'])(
  'a line of CSV like %j is left to the stages',
  (text) => {
    const options = "'format' = 'csv', 'csv.allow-comments' = 'true'";
    const step = stepOf('s STRING, i INT', 's STRING, i INT', 'SELECT * FROM src', options);
    expect(take(step, [record(text)]).taken).toBe(0);
  },
);

test('a record that fails, and one without a value, is left to the stages', () => {
  const step = stepOf('i INT', 'i INT', 'SELECT i FROM src');
  expect(take(step, [record('{"i":1}'), record('{"i":"x"}'), record('{"i":2}')])).toEqual({
    taken: 1,
    texts: ['{"i":1}'],
  });
  expect(take(step, [{ ...record(''), value: null }]).taken).toBe(0);
  expect(take(step, [record('{"i":1'), record('}')]).taken).toBe(0);
});

test('keys and metadata are read and handed on', () => {
  const columns = `k INT, v STRING, h MAP<STRING, BYTES> METADATA FROM 'headers', t TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'`;
  const options = `'key.format' = 'json', 'key.fields' = 'k', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'`;
  const step = stepOf(columns, columns, 'SELECT * FROM src', options);
  expect(take(step, [record('{"v":"a"}', [['h', Buffer.from('x')]])])).toEqual({ taken: 1, texts: ['{"v":"a"}'] });
  // A map keeps the last of two.
  const twice: Input['headers'] = [
    ['h', Buffer.from('x')],
    ['h', Buffer.from('y')],
  ];
  expect(take(step, [record('{"v":"a"}', twice)])).toEqual({ taken: 0, texts: [] });
});

test('a column written many times has room for each', () => {
  const sink = Array.from({ length: 100 }, (_, i) => `s${i} STRING`).join(', ');
  const step = stepOf('s STRING', sink, `SELECT ${Array.from({ length: 100 }, () => 's').join(', ')} FROM src`);
  const text = 'x'.repeat(30_000);
  const { taken, texts } = take(step, [record(`{"s":"${text}"}`)]);
  expect(taken).toBe(1);
  expect(Object.values(JSON.parse(texts[0] ?? '{}'))).toEqual(new Array(100).fill(text));
});

test.each([
  ['a seeded sequence', 'SELECT i FROM src WHERE RAND(7) > 0.5'],
  ['a union', 'SELECT i FROM src UNION ALL SELECT i FROM src'],
])('%s needs the stages', (_, query) => {
  expect(stepOf('i INT', 'i INT', query)).toBeUndefined();
});

test.each([
  ['debezium-json', '{"before":null,"after":{"s":"a","i":1},"op":"c"}'],
  ['canal-json', '{"data":[{"s":"a","i":1}],"type":"INSERT"}'],
  ['maxwell-json', '{"data":{"s":"a","i":1},"type":"insert"}'],
  ['ogg-json', '{"before":null,"after":{"s":"a","i":1},"op_type":"I"}'],
])('inserts are written as %s', (format, text) => {
  const options = `'format' = '${format}'`;
  const step = stepOf('s STRING, i INT', 's STRING, i INT', 'SELECT * FROM src', "'format' = 'json'", options);
  expect(take(step, [record('{"s":"a","i":1}')])).toEqual({ taken: 1, texts: [text] });
});
