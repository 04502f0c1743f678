import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameAsStages, type Input, run } from './run-records.js';

const TYPES = ['STRING', 'CHAR(2)', 'BYTES', 'VARBINARY(3)', 'BOOLEAN', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE'];

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => Buffer.from(text)),
  // Surrogates written in three bytes, overlong forms, a mark.
  fc.constantFrom('eda080', 'c1a1', 'efbbbf61', 'f0908080', 'f4908080', '61e4').map((hex) => Buffer.from(hex, 'hex')),
  fc.constantFrom(1, 2, 4, 8).chain((size) => fc.uint8Array({ minLength: size, maxLength: size })),
  fc.string({ minLength: 190, maxLength: 230 }).map((text) => Buffer.from(text)),
);

const job = fc.record({
  type: fc.constantFrom(...TYPES),
  charset: fc.constantFrom('UTF-8', 'UTF-8', 'ISO-8859-1', 'UTF-16'),
  sinkCharset: fc.constantFrom('UTF-8', 'UTF-8', 'US-ASCII'),
  from: fc.constantFrom('raw', 'raw', 'json'),
  to: fc.constantFrom('raw', 'raw', 'json'),
  hasKey: fc.boolean(),
  notNull: fc.boolean(),
  isComputed: fc.boolean(),
});

const asJson = (value: Uint8Array | null) =>
  value === null ? null : Buffer.from(`{"a":${JSON.stringify(Buffer.from(value).toString())}}`);

const wellFormed = (value: Uint8Array | null) => value && Buffer.from(Buffer.from(value).toString());

test('raw is copied as the stages write it', { timeout: 60_000 }, async () => {
  const part = fc.option(bytes);
  await fc.assert(
    fc.asyncProperty(job, fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 8 }), async (plan, pairs) => {
      const charset = (format: string, name: string) =>
        format === 'raw' && name !== 'UTF-8' ? `'value.raw.charset' = '${name}',` : '';
      const sql = `
        SET 'execution.runtime-mode' = 'batch';
        CREATE TABLE src (a ${plan.type}) WITH ('connector' = 'kafka', 'topic' = 'in', ${charset(plan.from, plan.charset)}
          'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
          'scan.bounded.mode' = 'latest-offset', 'value.format' = '${plan.from}');
        CREATE TABLE dst (a ${plan.type} ${plan.notNull ? 'NOT NULL' : ''}) WITH ('connector' = 'kafka', 'topic' = 'out',
          ${plan.hasKey ? "'key.format' = 'raw', 'key.fields' = 'a'," : ''} ${charset(plan.to, plan.sinkCharset)}
          'properties.bootstrap.servers' = 'none', 'value.format' = '${plan.to}');
        INSERT INTO dst SELECT ${plan.isComputed ? 'COALESCE(a, a)' : 'a'} FROM src;`;
      // Malformed texts keep their bytes in the fused step only: tested below.
      const isText = !plan.isComputed && /STRING|CHAR/.test(plan.type) && !plan.type.startsWith('VARB');
      const records = pairs.map(
        ([key, value]): Input => ({
          key,
          value: plan.from === 'json' ? asJson(value) : isText ? wellFormed(value) : value,
          headers: [],
          timestamp: 1,
        }),
      );
      await expectSameAsStages(sql, records);
    }),
    { numRuns: Number(process.env.TSQL_PROPERTY_RUNS ?? 300) },
  );
});

test('a text that nobody looks at keeps its bytes, malformed ones too', async () => {
  const texts = ['61ff62', 'c3', 'eda080', 'c1a1', 'f4908080', '61'].map((hex) => Buffer.from(hex, 'hex'));
  const sql = `
    SET 'execution.runtime-mode' = 'batch';
    CREATE TABLE src (a STRING) WITH ('connector' = 'kafka', 'topic' = 'in', 'value.format' = 'raw',
      'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
    CREATE TABLE dst (a STRING) WITH ('connector' = 'kafka', 'topic' = 'out', 'value.format' = 'raw',
      'properties.bootstrap.servers' = 'none');
    INSERT INTO dst SELECT a FROM src;`;
  const records = texts.map((value): Input => ({ key: null, value, headers: [], timestamp: 1 }));
  const { found } = await run(sql, records, 'compiled');
  expect(found.map((record) => JSON.parse(record)[1])).toEqual(texts.map((text) => text.toString('latin1')));
});
