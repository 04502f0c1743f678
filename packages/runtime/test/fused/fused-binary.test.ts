import { ByteWriter, type FormatFactory, printType, type Row, RowKind, type RowType } from '@tsql/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatsByIdentifier } from '../../../session/src/index.js';
import { type Input, run } from './run-records.js';
import { mutation, typedRows } from './typed-rows.js';

const FORMATS = formatsByIdentifier();
const CONTEXT = { part: 'value', mode: 'reference', localTimeZone: 'UTC' } as const;

/** The record of a row as the format's reference writes it; undefined for a row that it refuses. */
function encoder(identifier: string, rowType: RowType): (row: Row) => Uint8Array | undefined {
  const factory = FORMATS.get(identifier) as FormatFactory;
  const plan = factory.planEncoding({
    entries: new Map(),
    keyPrefix: '',
    part: 'value',
    rowType,
    metadata: [],
    primaryKey: [],
    topic: 'in',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept(found) {
      throw new Error(found.message);
    },
  });
  if (plan === undefined) throw new Error('the format refuses the type');
  const serializer = factory.createSerializer(plan, CONTEXT);
  return (row) => {
    const target = new ByteWriter(16);
    serializer.serialize(row, RowKind.INSERT, target);
    return target.bytes.slice(0, target.length);
  };
}

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
        const reference = await run(sql, records, 'reference');
        expect(reference.messages.filter(() => reference.status === 2)).toEqual([]);
        expect(await run(sql, records, 'compiled')).toEqual(reference);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
