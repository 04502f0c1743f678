import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printType } from '@tsql/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { encoder } from './encode-rows.js';
import { protoRows } from './proto-messages.js';
import { expectSameAsStages, type Input, run } from './run-records.js';
import { mutation } from './typed-rows.js';

const folder = mkdtempSync(join(tmpdir(), 'tsql-fused-proto-'));
const file = join(folder, 'sample.proto');
afterAll(() => rmSync(folder, { recursive: true }));

const options = (format: string, extra: string): string =>
  format === 'protobuf'
    ? `'value.protobuf.message-class-name' = 'org.example.Sample', 'value.protobuf.schema-files' = '${file}', ${extra}`
    : '';

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 200);

test('messages are read and written as the stages do it', { timeout: 120_000 + count * 200 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      protoRows,
      fc.constantFrom(
        ...[
          ['protobuf', 'json'],
          ['protobuf', 'avro'],
          ['protobuf', 'protobuf'],
          ['json', 'protobuf'],
          ['avro', 'protobuf'],
        ],
      ),
      fc.constantFrom(
        '',
        '',
        "'value.protobuf.read-default-values' = 'true',",
        "'value.protobuf.ignore-parse-errors' = 'true',",
      ),
      fc.array(fc.tuple(mutation, fc.boolean()), { minLength: 6, maxLength: 6 }),
      async ({ proto, type, rows, columns }, formats, reading, changes) => {
        const [from, to] = formats as [string, string];
        writeFileSync(file, proto);
        const chosen = columns.map((name) => {
          const field = type.fields.find((each) => each.name === name);
          if (field === undefined) throw new Error(name);
          return `${name} ${printType(field.type)}`;
        });
        // What the table does not know stands in messages, but not in Avro's records.
        const written = from === 'avro' ? columns : type.fields.map(({ name }) => name);
        const rowType = {
          ...type,
          fields: written.map(
            (name) => type.fields.find((field) => field.name === name) as (typeof type.fields)[number],
          ),
        };
        const encode = encoder(from, rowType, {
          'message-class-name': 'org.example.Sample',
          'schema-files': file,
        });
        const sql = `
          SET 'execution.runtime-mode' = 'batch';
          CREATE TABLE src (${chosen.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'in', ${options(from, reading)}
            'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
            'scan.bounded.mode' = 'latest-offset', 'value.format' = '${from}');
          CREATE TABLE dst (${chosen.join(', ')}) WITH ('connector' = 'kafka', 'topic' = 'out', ${options(to, '')}
            'properties.bootstrap.servers' = 'none', 'value.format' = '${to}');
          INSERT INTO dst SELECT ${columns.join(', ')} FROM src;`;
        const bytes = rows.flatMap((row) => {
          const values = written.map((name) => row[type.fields.findIndex((field) => field.name === name)] ?? null);
          const found = encode(values);
          return found === undefined ? [] : [found];
        });
        const records = bytes.map((value, index): Input => {
          const [mutate, isJoined] = changes[index % changes.length] as (typeof changes)[number];
          // Two messages behind each other are one, with fields that come again.
          const joined = isJoined && from === 'protobuf' ? Buffer.concat([value, bytes[0] as Uint8Array]) : value;
          return { key: null, value: mutate(joined), headers: [], timestamp: 1 };
        });
        await expectSameAsStages(sql, records);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});

test('a message has room for its length, however long it is', async () => {
  writeFileSync(
    file,
    `syntax = "proto3"; package sample; option java_package = "org.example"; option java_multiple_files = true;
    message Sample { int32 a = 1; Inner b = 2; int32 c = 3; message Inner { string x = 1; } }`,
  );
  const columns = 'a INT, b ROW<x STRING>, c INT';
  const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
  const sql = `
    SET 'execution.runtime-mode' = 'batch';
    CREATE TABLE src (${columns}) WITH (${common}, 'topic' = 'in', 'scan.startup.mode' = 'earliest-offset',
      'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
    CREATE TABLE dst (${columns}) WITH (${common}, 'topic' = 'out', ${options('protobuf', '')} 'value.format' = 'protobuf');
    INSERT INTO dst SELECT * FROM src;`;
  const records = [0, 123, 126, 130, 16_379, 16_390, 2_097_150, 2_097_160].map(
    (size): Input => ({
      key: null,
      value: Buffer.from(`{"a":1,"b":{"x":"${'x'.repeat(size)}"},"c":2}`),
      headers: [],
      timestamp: 1,
    }),
  );
  const reference = await run(sql, records, 'reference');
  expect(reference.found).toHaveLength(records.length);
  expect(await run(sql, records, 'compiled')).toEqual(reference);
});
