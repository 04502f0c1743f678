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

/** A record of a source topic; a null value is a tombstone. */
interface Input {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
  readonly timestamp: number;
}

function batchOf(records: readonly Input[]): RecordBatch {
  const parts: Uint8Array[] = [];
  let at = 0;
  /** Start and end in the slab. */
  const add = (bytes: Uint8Array | null): readonly [number, number] => {
    if (bytes === null) return [-1, -1];
    parts.push(bytes);
    at += bytes.length;
    return [at - bytes.length, at];
  };
  const places = records.map(({ key, value, headers }) => ({
    key: add(key),
    value: add(value),
    headers: headers.map(([name, content]) => ({ name: add(Buffer.from(name)), value: add(content) })),
  }));
  const headers = places.flatMap((place) => place.headers);
  let headerCount = 0;
  const count = records.length;
  const ints = (fill: (index: number) => number) => Int32Array.from({ length: count }, (_, index) => fill(index));
  return {
    count,
    topics: ['in'],
    slab: new Uint8Array(Buffer.concat(parts)),
    topic: ints(() => 0),
    partition: ints((index) => index % 2),
    offset: Float64Array.from({ length: count }, (_, index) => index),
    timestamp: Float64Array.from(records, ({ timestamp }) => timestamp),
    timestampType: new Uint8Array(count).fill(RecordTimestampType.CREATE_TIME),
    leaderEpoch: ints((index) => index - 1),
    keyStart: Int32Array.from(places, ({ key }) => key[0]),
    keyEnd: Int32Array.from(places, ({ key }) => key[1]),
    valueStart: Int32Array.from(places, ({ value }) => value[0]),
    valueEnd: Int32Array.from(places, ({ value }) => value[1]),
    headerIndex: Int32Array.from([0, ...places.map((place) => (headerCount += place.headers.length))]),
    headerNameStart: Int32Array.from(headers, ({ name }) => name[0]),
    headerNameEnd: Int32Array.from(headers, ({ name }) => name[1]),
    headerValueStart: Int32Array.from(headers, ({ value }) => value[0]),
    headerValueEnd: Int32Array.from(headers, ({ value }) => value[1]),
  };
}

/** Runs a job over the records; returns what it wrote and what it said. */
async function run(sql: string, records: readonly Input[], mode: 'compiled' | 'reference') {
  const found: string[] = [];
  const batches = [batchOf(records)];
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
        const headers: unknown[] = [];
        for (let h = batch.headerIndex[i] as number; h < (batch.headerIndex[i + 1] as number); h++) {
          headers.push(part(batch.headerNameStart[h], batch.headerNameEnd[h]));
          headers.push(part(batch.headerValueStart[h], batch.headerValueEnd[h]));
        }
        found.push(JSON.stringify([key, value, batch.partition[i], batch.timestamp[i], headers]));
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

/** Metadata of the source, with the type it is declared with. */
const METADATA = {
  o: "BIGINT METADATA FROM 'offset' VIRTUAL",
  p: "INT METADATA FROM 'partition' VIRTUAL",
  le: "INT METADATA FROM 'leader-epoch' VIRTUAL",
  tp: "STRING METADATA FROM 'topic' VIRTUAL",
  tt: "STRING METADATA FROM 'timestamp-type' VIRTUAL",
  t: "TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'",
  h: "MAP<STRING, BYTES> METADATA FROM 'headers'",
} as const;

type Metadata = keyof typeof METADATA;

/** Where metadata is written: as the same metadata, or as a column of the value. */
const WRITTEN: Partial<Record<Metadata, string>> = { t: METADATA.t, h: METADATA.h };
const AS_COLUMN: Readonly<Record<Metadata, string>> = {
  o: 'BIGINT',
  p: 'INT',
  le: 'INT',
  tp: 'STRING',
  tt: 'STRING',
  t: 'TIMESTAMP_LTZ(3)',
  h: 'MAP<STRING, BYTES>',
};

const job = fc.record({
  columns: chosen,
  sourceKey: fc.constantFrom('none', 'none', 'key', 'both'),
  metadata: fc.oneof(
    fc.constant([]),
    fc.constant(['h', 't'] as Metadata[]),
    fc.uniqueArray(fc.constantFrom(...(Object.keys(METADATA) as Metadata[])), { maxLength: 3 }),
  ),
  isWritten: fc.constantFrom(true, true, false),
  draws: fc.constantFrom(false, false, false, true),
  partitioner: fc.constantFrom('', '', "'sink.partitioner' = 'fixed',", "'sink.partitioner' = 'round-robin',"),
  key: fc.boolean(),
  source: options,
  sink: sinkOptions,
  isFiltered: fc.boolean(),
  isComputed: fc.boolean(),
  notNull: fc.boolean(),
  drops: fc.boolean(),
});

type Job = typeof job extends fc.Arbitrary<infer T> ? T : never;

/** Types that `raw` takes. */
const RAW = /^(STRING|CHAR|BOOLEAN|TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|BYTES)/;

function sqlOf(plan: Job): string {
  const [first] = plan.columns as [Column];
  const types = plan.columns.map((column) => `${column} ${COLUMNS[column]}`);
  for (const each of plan.metadata) types.push(`${each} ${METADATA[each]}`);
  const conditions = plan.columns.flatMap((column) => CONDITIONS[column] ?? []).slice(0, 1);
  if (plan.metadata.includes('o')) conditions.push('o <> 3');
  if (plan.draws) conditions.push('RAND(7) < 0.7');
  const where = plan.isFiltered && conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const computed: string[] = plan.columns.map((column) => (plan.isComputed ? (COMPUTED[column] ?? column) : column));
  const sinkTypes = plan.columns.map((column, index) => {
    const type = column === 'd' && plan.isComputed ? 'DECIMAL(21, 2)' : COLUMNS[column];
    return `${column} ${type}${index === 0 && plan.notNull ? ' NOT NULL' : ''}`;
  });
  for (const each of plan.metadata) {
    sinkTypes.push(`${each} ${(plan.isWritten ? WRITTEN[each] : undefined) ?? AS_COLUMN[each]}`);
    computed.push(plan.isComputed && each === 't' ? "t + INTERVAL '1' SECOND" : each);
  }
  const sourceKey =
    plan.sourceKey === 'none'
      ? ''
      : `'key.format' = 'json', 'key.fields' = '${first}', ${
          plan.source.includes('json.') ? plan.source.replace("'json", "'key.json") : ''
        } ${plan.sourceKey === 'key' && plan.columns.length > 1 ? "'value.fields-include' = 'EXCEPT_KEY'," : ''}`;
  const sinkKey = plan.partitioner.includes('round-robin') ? '' : keyOf(plan, first);
  return `
    SET 'execution.runtime-mode' = 'batch';
    ${plan.drops ? "SET 'table.exec.sink.not-null-enforcer' = 'DROP';" : ''}
    CREATE TABLE src (${types.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'in', ${sourceKey}
      ${plan.source.replace("'json", "'value.json")}
      'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
      'scan.bounded.mode' = 'latest-offset', 'value.format' = 'json');
    CREATE TABLE dst (${sinkTypes.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'out', ${sinkKey}
      ${plan.sink.replace("'json", "'value.json")} ${plan.partitioner}
      'properties.bootstrap.servers' = 'none', 'value.format' = 'json');
    INSERT INTO dst SELECT ${computed.join(', ')} FROM src ${where};`;
}

function keyOf(plan: Job, first: Column): string {
  if (!plan.key) return '';
  return `'key.format' = '${RAW.test(COLUMNS[first]) ? 'raw' : 'json'}', 'key.fields' = '${first}',`;
}

const headers: fc.Arbitrary<Input['headers']> = fc.array(
  fc.tuple(
    fc.constantFrom('a', 'b', 'trace', 'ä', ''),
    fc.option(fc.constantFrom('', 'x', 'yy').map((text) => Buffer.from(text))),
  ),
  { maxLength: 3 },
);

const inputs = (plan: Job): fc.Arbitrary<Input[]> =>
  fc.array(
    fc.record<Input>({
      key: plan.sourceKey === 'none' ? fc.constant(null) : document(plan.columns.slice(0, 1)),
      value: document(plan.columns),
      headers,
      timestamp: fc.oneof(
        { weight: 30, arbitrary: fc.integer({ min: 0, max: 2 ** 41 }) },
        { weight: 1, arbitrary: fc.constantFrom(-1, 0) },
      ),
    }),
    { minLength: 1, maxLength: 12 },
  );

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 150);

test('the fused step writes what the stages write, and fails where they fail', {
  timeout: 120_000 + count * 100,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      job.chain((plan) => fc.tuple(fc.constant(plan), inputs(plan))),
      async ([plan, records]) => {
        const sql = sqlOf(plan);
        const reference = await run(sql, records, 'reference');
        // A job that is refused would show nothing.
        expect(reference.messages.filter(() => reference.status === 2)).toEqual([]);
        expect(await run(sql, records, 'compiled')).toEqual(reference);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
