import {
  type Diagnostic,
  type LogicalType,
  MapValue,
  type OptionEntry,
  type Row,
  type RowSource,
  type RowSourcePlan,
  type TableContext,
  type Timestamp,
} from '@tsql/core';
import { expect, test } from 'vitest';
import { datagenConnector } from '../src/index.js';

type Columns = Readonly<Record<string, LogicalType>>;
const NOW = Date.UTC(2024, 4, 1, 12);

const INT: LogicalType = { kind: 'INTEGER', nullable: true };
const BIGINT: LogicalType = { kind: 'BIGINT', nullable: true };
const DOUBLE: LogicalType = { kind: 'DOUBLE', nullable: true };
const BOOLEAN: LogicalType = { kind: 'BOOLEAN', nullable: true };
const varchar = (length = 2_147_483_647): LogicalType => ({ kind: 'VARCHAR', length, nullable: true });

function plan(columns: Columns, options: Readonly<Record<string, string>>) {
  const found: Diagnostic[] = [];
  const all = { connector: 'datagen', ...options };
  const entries = Object.entries(all).map(([key, value]): [string, OptionEntry] => [
    key,
    { key, value, shownValue: value },
  ]);
  const context: TableContext = {
    tableName: 'c.d.t',
    schema: { columns: Object.entries(columns).map(([name, type]) => ({ kind: 'physical', name, type })) },
    partitionKeys: [],
    entries: new Map(entries),
    metadata: [],
    runtimeMode: 'streaming',
    setting: () => undefined,
    formats: new Map(),
    span: undefined,
    accept: (diagnostic) => found.push(diagnostic),
  };
  return { planned: datagenConnector.planSource?.(context) as RowSourcePlan | undefined, found };
}

async function open(planned: RowSourcePlan | undefined): Promise<RowSource> {
  const runtime = {
    jobName: 'job',
    setting: () => undefined,
    notify() {},
    createTopics: false,
    formats: new Map(),
    instance: '0',
    shared: new Map(),
  };
  const source = await datagenConnector.openRowSource?.(planned as RowSourcePlan, {
    ...runtime,
    now: () => NOW,
    random: Math.random,
  });
  await source?.open(new AbortController().signal);
  return source as RowSource;
}

async function rowsOf(columns: Columns, options: Readonly<Record<string, string>>): Promise<Row[]> {
  const source = await open(plan(columns, options).planned);
  const rows: Row[] = [];
  for (let batch = await source.poll(10); batch !== null; batch = await source.poll(10)) rows.push(...batch);
  return rows;
}

test('a sequence ends the table, the shortest of several', async () => {
  const rows = await rowsOf(
    { a: BIGINT, b: varchar(), c: { kind: 'DECIMAL', precision: 5, scale: 2, nullable: true } },
    {
      ...{
        'fields.a.kind': 'sequence',
        'fields.a.start': '9223372036854775805',
        'fields.a.end': '9223372036854775807',
      },
      ...{ 'fields.b.kind': 'sequence', 'fields.b.start': '1', 'fields.b.end': '9' },
      ...{ 'fields.c.kind': 'sequence', 'fields.c.start': '-1', 'fields.c.end': '9' },
    },
  );
  expect(rows).toEqual([
    [9223372036854775805n, '1', -100n],
    [9223372036854775806n, '2', 0n],
    [9223372036854775807n, '3', 100n],
  ]);
});

test('random values keep to their bounds', async () => {
  const rows = await rowsOf(
    { a: INT, b: DOUBLE, c: BIGINT, d: varchar(7), e: varchar(), f: { kind: 'CHAR', length: 4, nullable: true } },
    {
      ...{
        'number-of-rows': '500',
        'fields.a.min': '-2',
        'fields.a.max': '2',
        'fields.b.min': '1',
        'fields.b.max': '1.5',
      },
      ...{ 'fields.c.min': '9007199254740993', 'fields.c.max': '9007199254740995', 'fields.e.length': '3' },
    },
  );
  expect(new Set(rows.map(([a]) => a))).toEqual(new Set([-2, -1, 0, 1, 2]));
  expect(new Set(rows.map(([, , c]) => c))).toEqual(new Set([9007199254740993n, 9007199254740994n, 9007199254740995n]));
  for (const [, b, , d, e, f] of rows) {
    expect(b).toBeGreaterThanOrEqual(1);
    expect(b).toBeLessThan(1.5);
    expect(d).toMatch(/^[0-9a-f]{7}$/);
    expect(e).toMatch(/^[0-9a-f]{3}$/);
    expect(f).toMatch(/^[0-9a-f]{4}$/);
  }
});

test('defaults span the whole type, lengths vary where they may', async () => {
  const rows = await rowsOf({ a: BIGINT, b: varchar(5) }, { 'number-of-rows': '400', 'fields.b.var-len': 'true' });
  const values = rows.map(([a]) => a as bigint);
  expect(values.some((value) => value < -(2n ** 61n))).toBe(true);
  expect(values.some((value) => value > 2n ** 61n)).toBe(true);
  expect(new Set(rows.map(([, b]) => (b as string).length))).toEqual(new Set([1, 2, 3, 4]));
});

test('times are the present, less what max-past allows', async () => {
  const rows = await rowsOf(
    {
      a: { kind: 'TIMESTAMP', precision: 3, nullable: true },
      b: { kind: 'TIMESTAMP_LTZ', precision: 3, nullable: true },
    },
    { 'number-of-rows': '200', 'fields.b.max-past': '10 s' },
  );
  expect(rows.every(([a]) => (a as Timestamp).millis === NOW)).toBe(true);
  const past = rows.map(([, b]) => NOW - (b as Timestamp).millis);
  expect(Math.min(...past)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...past)).toBeLessThan(10_000);
  expect(Math.max(...past)).toBeGreaterThan(5_000);
});

test('collections and rows take options by their path', async () => {
  const map: LogicalType = { kind: 'MAP', key: INT, value: varchar(), nullable: true };
  const row: LogicalType = { kind: 'ROW', fields: [{ name: 'x', type: BOOLEAN }], nullable: true };
  const [[array, entries, nested] = []] = await rowsOf(
    { a: { kind: 'ARRAY', element: INT, nullable: true }, m: map, r: row },
    {
      ...{ 'number-of-rows': '1', 'fields.a.element.min': '7', 'fields.a.element.max': '7', 'fields.m.length': '2' },
      ...{ 'fields.m.value.length': '1', 'fields.r.x.null-rate': '1' },
    },
  );
  expect(array).toEqual([7, 7, 7]);
  expect(entries).toBeInstanceOf(MapValue);
  expect((entries as MapValue).size).toBe(2);
  expect((entries as MapValue).values.every((value) => /^[0-9a-f]$/.test(value as string))).toBe(true);
  expect(nested).toEqual([null]);
});

test('null-rate is the share of nulls', async () => {
  const rows = await rowsOf({ a: INT }, { 'number-of-rows': '2000', 'fields.a.null-rate': '0.25' });
  const share = rows.filter(([a]) => a === null).length / rows.length;
  expect(share).toBeGreaterThan(0.18);
  expect(share).toBeLessThan(0.32);
});

test('a seed gives the same rows again, another one others', async () => {
  const columns = { a: BIGINT, b: varchar() };
  const rows = (seed: string) => rowsOf(columns, { 'number-of-rows': '20', seed });
  expect(await rows('5')).toEqual(await rows('5'));
  expect(await rows('5')).not.toEqual(await rows('6'));
});

test('rows come at the rate of the table', async () => {
  const source = await open(plan({ a: INT }, { 'rows-per-second': '20' }).planned);
  const startedAt = performance.now();
  let count = 0;
  while (count < 5) count += (await source.poll(100))?.length ?? 0;
  expect(performance.now() - startedAt).toBeGreaterThan(150);
});

test.each([
  [{ a: BOOLEAN }, { 'fields.a.min': '3' }, 'TSQL_OPTION_UNKNOWN', 'fields.a.min'],
  [{ a: INT }, { 'fields.b.min': '3' }, 'TSQL_OPTION_UNKNOWN', 'fields.b.min'],
  [{ a: INT }, { 'fields.a.kind': 'sequenc' }, 'TSQL_OPTION_VALUE', 'fields.a.kind'],
  [{ a: INT }, { 'fields.a.kind': 'sequence', 'fields.a.start': '1' }, 'TSQL_OPTION_MISSING', 'fields.a.end'],
  [{ a: varchar(5) }, { 'fields.a.length': '6' }, 'TSQL_OPTION_VALUE', 'fields.a.length'],
  [{ a: INT }, { 'fields.a.min': '3', 'fields.a.max': '2' }, 'TSQL_OPTION_VALUE', 'fields.a.max'],
  [{ a: INT }, { 'fields.a.null-rate': '2' }, 'TSQL_OPTION_VALUE', 'fields.a.null-rate'],
] as const)('%j with %j is refused', (columns, options, code, name) => {
  const { planned, found } = plan(columns as Columns, options);
  expect(planned).toBeUndefined();
  expect(found).toMatchObject([{ code, args: { name } }]);
});

test('a plan prints as JSON', () => {
  const { planned } = plan({ a: BIGINT }, { 'number-of-rows': '1' });
  expect(JSON.parse(JSON.stringify(planned)).transport.fields).toEqual([
    { kind: 'integer', min: '-9223372036854775808', max: '9223372036854775807', nullRate: 0 },
  ]);
});
