import fc from 'fast-check';
import { test } from 'vitest';
import { COLUMNS, type Column, line, type Marks, WIDE } from './csv-lines.js';
import { expectSameAsStages, type Input } from './run-records.js';

const CONDITIONS: Partial<Record<Column, string>> = {
  d: 'd > 10.5',
  i32: 'i32 <= 42 AND i32 > -8',
  s: "s <> 'abc'",
  b: 'b',
};
const COMPUTED: Partial<Record<Column, string>> = { s: 'UPPER(s)', i32: 'i32 + 1', d: 'd * 2', g: 'g / 3' };

/** Options of one side with what they mean for the lines. */
const marks = fc.record<Marks>({
  delimiter: fc.constantFrom(',', ',', ',', ';', '\t', '|', '\u0001', 'x', ' ', 'é'),
  quote: fc.constantFrom('"', '"', '"', "'", undefined),
  escape: fc.constantFrom(undefined, undefined, '\\', '^'),
  nullLiteral: fc.constantFrom(undefined, undefined, '', 'null', '\\N', 'n,a'),
});

const job = fc.record({
  columns: fc.uniqueArray(fc.constantFrom(...(Object.keys(COLUMNS) as Column[])), { minLength: 1, maxLength: 6 }),
  from: fc.constantFrom('csv', 'csv', 'csv', 'json'),
  to: fc.constantFrom('csv', 'csv', 'csv', 'json', 'debezium-json', 'canal-json', 'maxwell-json', 'ogg-json'),
  source: marks,
  sink: marks,
  isLenient: fc.boolean(),
  hasComments: fc.constantFrom(false, false, true),
  isScientific: fc.boolean(),
  hasKey: fc.boolean(),
  isWide: fc.constantFrom(false, false, true),
  isFiltered: fc.boolean(),
  isComputed: fc.boolean(),
});

type Job = typeof job extends fc.Arbitrary<infer T> ? T : never;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function csvOptions({ delimiter, quote, escape: escaping, nullLiteral }: Marks): string {
  return [
    `'value.csv.field-delimiter' = ${quoted(delimiter)},`,
    quote === undefined
      ? "'value.csv.disable-quote-character' = 'true',"
      : `'value.csv.quote-character' = ${quoted(quote)},`,
    escaping === undefined ? '' : `'value.csv.escape-character' = ${quoted(escaping)},`,
    nullLiteral === undefined ? '' : `'value.csv.null-literal' = ${quoted(nullLiteral)},`,
  ].join(' ');
}

function sqlOf(plan: Job): string {
  const types = plan.columns.map((column) => `${column} ${COLUMNS[column]}`);
  const wide = plan.isWide ? WIDE : [];
  const conditions = plan.columns.flatMap((column) => CONDITIONS[column] ?? []).slice(0, 1);
  const where = plan.isFiltered && conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const outputs: string[] = plan.columns.map((column) => (plan.isComputed ? (COMPUTED[column] ?? column) : column));
  const sinkTypes = plan.columns.map((column) =>
    column === 'd' && plan.isComputed ? 'd DECIMAL(21, 2)' : `${column} ${COLUMNS[column]}`,
  );
  const sourceOptions =
    plan.from === 'csv'
      ? `${csvOptions(plan.source)} ${plan.hasComments ? "'value.csv.allow-comments' = 'true'," : ''}`
      : '';
  const sinkOptions =
    plan.to === 'csv'
      ? `${csvOptions(plan.sink)} ${plan.isScientific ? "'value.csv.write-bigdecimal-in-scientific-notation' = 'true'," : ''}`
      : '';
  const columns = (list: readonly string[]) => [...list, ...wide.map((name) => `${name} STRING`)].join(', ');
  return `
    SET 'execution.runtime-mode' = 'batch';
    CREATE TABLE src (${columns(types)}) WITH ('connector' = 'kafka', 'topic' = 'in', ${sourceOptions}
      ${plan.isLenient ? `'value.${plan.from}.ignore-parse-errors' = 'true',` : ''}
      'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
      'scan.bounded.mode' = 'latest-offset', 'value.format' = '${plan.from}');
    CREATE TABLE dst (${columns(sinkTypes)}) WITH ('connector' = 'kafka', 'topic' = 'out', ${sinkOptions}
      ${plan.hasKey ? `'key.format' = 'csv', 'key.fields' = '${plan.columns[0]}',` : ''}
      'properties.bootstrap.servers' = 'none', 'value.format' = '${plan.to}');
    INSERT INTO dst SELECT ${[...outputs, ...wide].join(', ')} FROM src ${where};`;
}

/** The lines' cells as texts of a JSON document: both formats read most of them. */
const asJson = (columns: readonly string[], bytes: Buffer, { delimiter }: Marks): Buffer => {
  const cells = bytes.toString().split(delimiter);
  return Buffer.from(JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null]))));
};

const inputs = (plan: Job): fc.Arbitrary<Input[]> =>
  fc.array(
    line([...plan.columns, ...(plan.isWide ? WIDE.map(() => undefined) : [])], plan.source).map((bytes) => ({
      key: null,
      value: plan.from === 'csv' ? bytes : asJson(plan.columns, bytes, plan.source),
      headers: [],
      timestamp: 1,
    })),
    { minLength: 1, maxLength: 10 },
  );

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 200);

test('the fused step reads and writes CSV as the stages do, and fails where they fail', {
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
