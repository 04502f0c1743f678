import { printType } from '@tsql/core';
import fc from 'fast-check';
import { test } from 'vitest';
import { encoder } from './encode-rows.js';
import { expectSameAsStages, type Input } from './run-records.js';
import { mutation, typedRows } from './typed-rows.js';

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 300);
const formats = fc.constantFrom('avro', 'avro', 'json');

test('what is read and written in binary formats is what the stages read and write', {
  timeout: 120_000 + count * 100,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      formats,
      formats,
      typedRows,
      fc.array(mutation, { minLength: 6, maxLength: 6 }),
      fc.constantFrom('all', 'all', 'filtered', 'some'),
      async (from, to, { type, rows }, mutations, shape) => {
        const columns = type.fields.map((field) => `${field.name} ${printType(field.type)}`);
        const chosen = shape === 'some' ? type.fields.slice(-1) : type.fields;
        const written = chosen.map((field) => `${field.name} ${printType(field.type)}`);
        const sql = `
          SET 'execution.runtime-mode' = 'batch';
          CREATE TABLE src (${columns.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'in',
            'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
            'scan.bounded.mode' = 'latest-offset', 'value.format' = '${from}');
          CREATE TABLE dst (${written.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'out',
            'properties.bootstrap.servers' = 'none', 'value.format' = '${to}');
          INSERT INTO dst SELECT ${chosen.map(({ name }) => name).join(', ')} FROM src
            ${shape === 'filtered' ? 'WHERE f0 IS NOT NULL' : ''};`;
        const encode = encoder(from, type);
        const records = rows.map(
          (row, index): Input => ({
            key: null,
            value: (mutations[index] ?? mutations[0])?.(encode(row) as Uint8Array) ?? null,
            headers: [],
            timestamp: 1,
          }),
        );
        await expectSameAsStages(sql, records);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
