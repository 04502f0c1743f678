import fc from 'fast-check';
import { test } from 'vitest';
import { COLUMNS, type Column, chosenColumns, document, WIDE } from './json-documents.js';
import { expectSameAsStages, type Input } from './run-records.js';

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
  columns: chosenColumns,
  sourceKey: fc.constantFrom('none', 'none', 'key', 'both'),
  metadata: fc.oneof(
    fc.constant([]),
    fc.constant(['h', 't'] as Metadata[]),
    fc.uniqueArray(fc.constantFrom(...(Object.keys(METADATA) as Metadata[])), { maxLength: 3 }),
  ),
  isWritten: fc.constantFrom(true, true, false),
  isWide: fc.boolean(),
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
  const wide = plan.isWide ? WIDE : [];
  types.push(...wide.map((name) => `${name} STRING`));
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
  sinkTypes.push(...wide.map((name) => `${name} STRING`));
  computed.push(...wide);
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
        await expectSameAsStages(sql, records);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
