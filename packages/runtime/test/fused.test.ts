import {
  type DynamicTableFactory,
  type OutputBatch,
  type RecordBatch,
  type RecordSink,
  type RecordSource,
  RecordTimestampType,
} from '@tsql/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectorsByIdentifier, Session } from '../../session/src/index.js';

/** Values as they stand in a source topic; null for a tombstone. */
function batchOf(values: readonly (Uint8Array | null)[]): RecordBatch {
  const count = values.length;
  const ends: number[] = [];
  let at = 0;
  for (const value of values) {
    at += value?.length ?? 0;
    ends.push(at);
  }
  const ints = (fill: (index: number) => number) => Int32Array.from({ length: count }, (_, index) => fill(index));
  return {
    count,
    topics: ['in'],
    slab: new Uint8Array(Buffer.concat(values.map((value) => value ?? new Uint8Array()))),
    topic: ints(() => 0),
    partition: ints(() => 0),
    offset: Float64Array.from({ length: count }, (_, index) => index),
    timestamp: new Float64Array(count),
    timestampType: new Uint8Array(count).fill(RecordTimestampType.CREATE_TIME),
    leaderEpoch: ints(() => 0),
    keyStart: ints(() => -1),
    keyEnd: ints(() => -1),
    valueStart: ints((index) => (values[index] === null ? -1 : index === 0 ? 0 : (ends[index - 1] as number))),
    valueEnd: ints((index) => ends[index] as number),
    headerIndex: new Int32Array(count + 1),
    headerNameStart: new Int32Array(),
    headerNameEnd: new Int32Array(),
    headerValueStart: new Int32Array(),
    headerValueEnd: new Int32Array(),
  };
}

/** Runs a job over the values; returns its records and what it said. */
async function run(sql: string, values: readonly (Uint8Array | null)[], mode: 'compiled' | 'reference') {
  const found: string[] = [];
  const batches = [batchOf(values)];
  const source: RecordSource = {
    open: async () => {},
    poll: async () => batches.shift() ?? null,
    positions: () => [],
    commit: async () => {},
    status: () => ({ lag: undefined, reconnects: 0 }),
    close: async () => {},
  };
  const sink: RecordSink = {
    partitionCount: 3,
    open: async () => {},
    write(batch: OutputBatch) {
      const part = (start = -1, end = -1) =>
        start < 0 ? null : Buffer.from(batch.slab.subarray(start, end)).toString('latin1');
      for (let i = 0; i < batch.count; i++) {
        const key = part(batch.keyStart[i], batch.keyEnd[i]);
        const value = part(batch.valueStart[i], batch.valueEnd[i]);
        found.push(JSON.stringify([key, value, batch.partition[i], batch.timestamp[i]]));
      }
      return undefined;
    },
    flush: async () => ({ unacknowledged: 0 }),
    commit: async () => {},
    abort: async () => {},
    close: async () => {},
  };
  const connectors = connectorsByIdentifier();
  const kafka = connectors.get('kafka') as DynamicTableFactory;
  connectors.set('kafka', { ...kafka, openRecordSource: async () => source, openRecordSink: async () => sink });
  const session = new Session({ connectors, mode, settings: { 'table.local-time-zone': 'Europe/Berlin' } });
  const messages: string[] = [];
  const status = await session.run(sql, 'job.sql', {
    signal: new AbortController().signal,
    jobName: 'test',
    onLine() {},
    onDiagnostic: ({ message }) => messages.push(message),
  });
  return { found, messages, status };
}

const COLUMNS = {
  s: 'STRING',
  c: 'CHAR(3)',
  b: 'BOOLEAN',
  i8: 'TINYINT',
  i16: 'SMALLINT',
  i32: 'INT',
  i64: 'BIGINT',
  d: 'DECIMAL(10, 2)',
  e: 'DECIMAL(30, 10)',
  f: 'FLOAT',
  g: 'DOUBLE',
  dt: 'DATE',
  clock: 'TIME(0)',
  ts: 'TIMESTAMP(3)',
  ltz: 'TIMESTAMP_LTZ(6)',
  bin: 'BYTES',
  r: 'ROW<x INT, y STRING, z ROW<w DECIMAL(5, 2)>>',
  a: 'ARRAY<INT>',
  m: 'MAP<STRING, INT>',
} as const;

type Column = keyof typeof COLUMNS;

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-7',
  '42',
  '127',
  '128',
  '32767',
  '99999',
  '2147483647',
  '2147483648',
  '9223372036854775807',
  '9223372036854775808',
  '0.0',
  '-0.00',
  '1.5',
  '10.50',
  '60.00',
  '60',
  '100.0',
  '0.000001',
  '0.0000001',
  '12345678.901',
  '123456789.12',
  '1e2',
  '1E-7',
  '0.001',
  '0.00099',
  '9999999.5',
  '12345678.5',
  '1.0',
  '1.00',
  '3.141592653589793',
  '0.1234567890123456',
  '1e400',
  '01',
];
const TEXTS = [
  '',
  'abc',
  'ä',
  '日本',
  '😀',
  '\\n',
  '\\u00e4',
  '\\ud83d\\ude00',
  '\\"',
  'a\\\\b',
  '\u0007',
  '12',
  '-3.50',
  'true',
  'TRUE',
  ' 7 ',
  '2024-02-29',
  '2023-02-29',
  '2024-01-01 10:20:30',
  '2024-01-01 10:20:30.500',
  '2024-01-01 10:20:30.123456789',
  '2024-01-01 24:00:00',
  '2024-01-01T10:20:30',
  '2024-01-01 10:20:30Z',
  '2024-01-01 10:20:30.250Z',
  '2024-01-01T10:20:30Z',
  '10:20:30',
  '0001-01-01',
  'AQID',
  'AQI=',
  'x\\qy',
  '\\u12',
];

const blank = fc.constantFrom('', '', '', ' ', '\n\t ');
const scalar = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS).map((text) => `"${text}"`),
  fc.constantFrom('null', 'true', 'false', 'nul', 'truex'),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((cents) => (cents / 100).toFixed(2)),
);
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('x', 'y', 'z', 'w'), tie('value')), { maxLength: 3 })
      .map((fields) => `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}}`),
  ),
})).value;

/** Values that a column takes as they stand, most of the time. */
const FITTING: Partial<Record<Column, readonly string[]>> = {
  r: [
    '{"x":1,"y":"a","z":{"w":1.5}}',
    '{"x":null,"y":"","z":null}',
    '{"y":"b","x":2}',
    '{"x":1,"y":"a","z":{"w":60}}',
    '{}',
  ],
  a: ['[]', '[1,2]', '[1, null]', '[01]'],
  m: ['{}', '{"k":1}', '{"k":1,"l":2}'],
  dt: ['"2024-02-29"', '"1999-12-31"'],
  ts: ['"2024-01-01 10:20:30.5"', '"2024-01-01 10:20:30.500"'],
  ltz: ['"2024-01-01 10:20:30.5Z"', '"2024-01-01 10:20:30.500Z"'],
  bin: ['"AQID"'],
  b: ['true', 'false'],
  clock: ['"10:20:30"'],
};

const WHOLE = ['0', '1', '-7', '42', '127'];
const DECIMALS = ['0', '1.5', '10.50', '60.00', '60', '100.0', '-3.25', '12345.67', '0.05', '200', '0.000001', '-0.00'];

const valueFor = (column: Column) => {
  const type = COLUMNS[column];
  const fitting =
    FITTING[column] ??
    (type.endsWith('INT')
      ? WHOLE
      : /DEC|FLO|DOU/.test(type)
        ? DECIMALS
        : TEXTS.slice(0, 14).map((text) => `"${text}"`));
  const odd = /INT|DEC|FLO|DOU/.test(type) ? NUMBERS : TEXTS.map((text) => `"${text}"`);
  return fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...fitting) },
    { weight: 2, arbitrary: fc.constant('null') },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: json },
  );
};

const names = Object.keys(COLUMNS) as Column[];
const chosen = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 5 });

function document(columns: readonly Column[]): fc.Arbitrary<Uint8Array | null> {
  const fields = fc
    .tuple(
      ...columns.map((column) => valueFor(column).map((value) => [column as string, value] as const)),
      fc.constantFrom('', 'more'),
      json,
    )
    .chain((parts) => {
      const extra = parts.at(-2) as string;
      const all = parts.slice(0, -2) as (readonly [string, string])[];
      if (extra !== '') all.push([extra, parts.at(-1) as string]);
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant(all) },
        { weight: 1, arbitrary: fc.shuffledSubarray(all) },
        { weight: 1, arbitrary: fc.constant([...all, ...all.slice(0, 1)]) },
      );
    });
  const text = fc
    .tuple(fields, blank, blank, blank)
    .map(
      ([all, a, b, c]) => `${a}{${b}${all.map(([name, value]) => `"${name}"${b}:${c}${value}`).join(`${a},${c}`)}${a}}`,
    );
  return fc.oneof(
    { weight: 20, arbitrary: text.map((whole) => Buffer.from(whole)) },
    {
      weight: 2,
      arbitrary: fc.tuple(text, fc.nat({ max: 400 })).map(([whole, at]) => Buffer.from(whole).subarray(0, at)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(text, fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 })).map(([whole, at, byte]) => {
        const bytes = Buffer.from(whole);
        if (at < bytes.length) bytes[at] = byte;
        return bytes;
      }),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

const options = fc.constantFrom(
  '',
  '',
  "'json.ignore-parse-errors' = 'true',",
  "'json.fail-on-missing-field' = 'true',",
  "'json.timestamp-format.standard' = 'ISO-8601',",
);
const sinkOptions = fc.constantFrom(
  '',
  '',
  "'json.encode.ignore-null-fields' = 'true',",
  "'json.timestamp-format.standard' = 'ISO-8601',",
  "'json.encode.decimal-as-plain-number' = 'true',",
  "'json.map-null-key.mode' = 'DROP',",
);

const CONDITIONS: Partial<Record<Column, string>> = {
  d: 'd > 10.5',
  i32: 'i32 <= 42 AND i32 > -8',
  s: "s <> 'abc'",
  i64: 'i64 > 5',
  e: 'e < 1',
  b: 'b',
};
const COMPUTED: Partial<Record<Column, string>> = {
  s: 'UPPER(s)',
  i32: 'i32 + 1',
  d: 'd * 2',
  g: 'g / 3',
  r: 'ROW(r.x, r.y, r.z)',
};

const job = fc.record({
  columns: chosen,
  key: fc.boolean(),
  source: options,
  sink: sinkOptions,
  isFiltered: fc.boolean(),
  isComputed: fc.boolean(),
  notNull: fc.boolean(),
  drops: fc.boolean(),
});

/** Types that `raw` takes. */
const RAW = /^(STRING|CHAR|BOOLEAN|TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|BYTES)/;

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 150);

test('the fused step writes what the stages write, and fails where they fail', {
  timeout: 120_000 + count * 100,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      job.chain((plan) =>
        fc.tuple(fc.constant(plan), fc.array(document(plan.columns), { minLength: 1, maxLength: 12 })),
      ),
      async ([plan, values]) => {
        const [first] = plan.columns as [Column];
        const types = plan.columns.map((column) => `${column} ${COLUMNS[column]}`);
        const condition = plan.columns.map((column) => CONDITIONS[column]).find((each) => each !== undefined);
        const computed = plan.isComputed ? plan.columns.map((column) => COMPUTED[column] ?? column) : plan.columns;
        const sinkTypes = plan.columns.map((column, index) => {
          const type = column === 'd' && plan.isComputed ? 'DECIMAL(21, 2)' : COLUMNS[column];
          return `${column} ${type}${index === 0 && plan.notNull ? ' NOT NULL' : ''}`;
        });
        const sql = `
          SET 'execution.runtime-mode' = 'batch';
          ${plan.drops ? "SET 'table.exec.sink.not-null-enforcer' = 'DROP';" : ''}
          CREATE TABLE src (${types.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'in', ${plan.source}
            'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
            'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
          CREATE TABLE dst (${sinkTypes.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'out', ${plan.sink}
            ${plan.key ? `'key.format' = '${RAW.test(COLUMNS[first]) ? 'raw' : 'json'}', 'key.fields' = '${first}', ` : ''}
            'properties.bootstrap.servers' = 'none', 'format' = 'json');
          INSERT INTO dst SELECT ${computed.join(', ')} FROM src ${plan.isFiltered && condition ? `WHERE ${condition}` : ''};`;
        const reference = await run(sql, values, 'reference');
        // A job that is refused would show nothing.
        expect(reference.messages.filter(() => reference.status === 2)).toEqual([]);
        expect(await run(sql, values, 'compiled')).toEqual(reference);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
