import {
  BYTES,
  ByteWriter,
  DOUBLE,
  FLOAT,
  INT,
  type LogicalType,
  printType,
  type Row,
  type RowType,
  withNullability,
} from '@tsql/core';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import { rowWriter } from '../../../formats/src/avro/compile-writer.js';
import { recordSchema } from '../../../formats/src/avro/schema.js';
import { RegistryStub } from '../../../replay/src/index.js';
import { expectSameAsStages, type Input } from './run-records.js';
import { mutation, type Typed, typed } from './typed-rows.js';

let registry: RegistryStub;
beforeAll(async () => {
  registry = await RegistryStub.start();
});
beforeEach(() => registry.reset());
afterAll(() => registry.close());

interface Field extends Typed {
  readonly name: string;
}

/** Types that Avro reads as another one. */
function promoted({ type, values }: Typed): Typed[] {
  const from = (other: LogicalType, found: fc.Arbitrary<unknown>): Typed => ({
    type: withNullability(other, type.nullable),
    values: (type.nullable ? fc.option(found) : found) as Typed['values'],
  });
  switch (type.kind) {
    case 'BIGINT':
      return [from(INT, fc.integer())];
    case 'FLOAT':
      return [from(INT, fc.integer())];
    case 'DOUBLE':
      return [from(INT, fc.integer()), from(FLOAT, fc.float())];
    case 'VARCHAR':
      return [from(BYTES, fc.uint8Array({ maxLength: 20 }))];
    case 'INTEGER':
      return [from(DOUBLE, fc.double())];
    default:
      return [{ type, values }];
  }
}

/** How a field was written: as it is read, not at all, as a type that fits, or as another. */
const written = (field: Field): fc.Arbitrary<Field | undefined> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(field) },
    { weight: field.type.nullable ? 2 : 0, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(...promoted(field)).map((other) => ({ ...other, name: field.name })) },
    { weight: 1, arbitrary: typed.map((other) => ({ ...other, name: field.name })) },
  );

/** An older or newer version of a table: a row type with some rows. */
const version = (fields: readonly Field[]) =>
  fc
    .tuple(fc.tuple(...fields.map(written)), fc.array(typed, { maxLength: 2 }))
    .chain(([kept, more]) => {
      const all = [
        ...kept.filter((each) => each !== undefined),
        ...more.map((each, i) => ({ ...each, name: `x${i}` })),
      ];
      return fc.shuffledSubarray(all, { minLength: all.length });
    })
    .chain((all) =>
      fc.record({
        type: fc.constant<RowType>({
          kind: 'ROW',
          nullable: false,
          fields: all.map(({ name, type }) => ({ name, type })),
        }),
        rows: fc.array(fc.tuple(...all.map(({ values }) => values)) as fc.Arbitrary<Row>, {
          minLength: 1,
          maxLength: 4,
        }),
      }),
    );

const table = fc
  .array(typed, { minLength: 1, maxLength: 5 })
  .map((fields) => fields.map((field, i): Field => ({ ...field, name: `f${i}` })))
  .chain((fields) =>
    fc.record({ fields: fc.constant(fields), versions: fc.array(version(fields), { minLength: 1, maxLength: 3 }) }),
  );

function framed(id: number, row: Row, write: ReturnType<typeof rowWriter>): Uint8Array {
  const target = new ByteWriter(16);
  target.writeBytes(Uint8Array.of(0, 0, 0, 0, id));
  write(row, target);
  return target.bytes.slice(0, target.length);
}

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 150);

test('records of several schemas are read and written as the stages do it', {
  timeout: 120_000 + count * 200,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('json', 'avro', 'avro-confluent', 'debezium-avro-confluent'),
      fc.array(mutation, { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      async ({ fields, versions }, to, mutations, isUnknown) => {
        registry.reset();
        const columns = fields.map(({ name, type }) => `${name} ${printType(type)}`).join(', ');
        const url = `'value.${to}.url' = '${registry.url}',`;
        const sql = `
          SET 'execution.runtime-mode' = 'batch';
          CREATE TABLE src (${columns}) WITH ('connector' = 'kafka', 'topic' = 'in',
            'properties.bootstrap.servers' = 'none', 'scan.startup.mode' = 'earliest-offset',
            'scan.bounded.mode' = 'latest-offset', 'value.format' = 'avro-confluent', 'value.avro-confluent.url' = '${registry.url}');
          CREATE TABLE dst (${columns}) WITH ('connector' = 'kafka', 'topic' = 'out', ${to.includes('confluent') ? url : ''}
            'properties.bootstrap.servers' = 'none', 'value.format' = '${to}');
          INSERT INTO dst SELECT * FROM src;`;
        const values = versions.flatMap(({ type, rows }, index) => {
          const id = registry.preset(`s${index}`, JSON.stringify(recordSchema(type)));
          return rows.map((row) => framed(id, row, rowWriter(type)));
        });
        // In turns, so that the schemas alternate.
        const turns = values.map((_, i) => values[(i * 3) % values.length] as Uint8Array);
        if (isUnknown) turns.push(Uint8Array.of(0, 0, 0, 0, 99, 2));
        const records = turns.map(
          (value, i): Input => ({ key: null, value: mutations[i]?.(value) ?? value, headers: [], timestamp: 1 }),
        );
        await expectSameAsStages(sql, records);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
