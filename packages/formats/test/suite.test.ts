import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  FLOAT,
  type FormatFactory,
  INT,
  type LogicalType,
  MapValue,
  map,
  type Row,
  type RowType,
  row,
  SMALLINT,
  STRING,
  TINYINT,
  Timestamp,
  TsqlError,
  time,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RegistryStub } from '../../replay/src/index.js';
import {
  avroConfluentFormat,
  avroFormat,
  canalJsonFormat,
  csvFormat,
  debeziumJsonFormat,
  jsonFormat,
  maxwellJsonFormat,
  oggJsonFormat,
  protobufFormat,
  rawFormat,
} from '../src/index.js';
import { type BoundFormat, bind, rowOf } from './support/formats.js';
import { NOT_IN_PROTOBUF, protobufOptions } from './support/proto-file.js';
import { KEPT_BYTES, usedHeap } from './support/used-heap.js';

/** A type with values that every format gives back as they were. */
interface Sample {
  readonly type: LogicalType;
  readonly values: fc.Arbitrary<Value>;
}

const millis = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }).map((each) => new Timestamp(each));
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

const SCALARS: Readonly<Record<string, Sample>> = {
  boolean: { type: BOOLEAN, values: fc.boolean() },
  tinyint: { type: TINYINT, values: fc.integer({ min: -128, max: 127 }) },
  smallint: { type: SMALLINT, values: fc.integer({ min: -32_768, max: 32_767 }) },
  int: { type: INT, values: fc.integer() },
  bigint: { type: BIGINT, values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  float: { type: FLOAT, values: fc.float() },
  double: { type: DOUBLE, values: fc.double() },
  decimal: { type: decimal(20, 4), values: fc.bigInt({ min: -(10n ** 20n - 1n), max: 10n ** 20n - 1n }) },
  string: { type: STRING, values: text },
  bytes: { type: BYTES, values: fc.uint8Array({ maxLength: 40 }) },
  date: { type: DATE, values: fc.integer({ min: -700_000, max: 2_900_000 }) },
  time: { type: time(0), values: fc.integer({ min: 0, max: 86_399 }).map((second) => second * 1000) },
  timestamp: { type: timestamp(3), values: millis },
};

/** Avro's JSON encoding writes NaN and infinities as texts, which it does not read. */
const FINITE: Readonly<Record<string, Sample>> = {
  float: { type: FLOAT, values: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  double: { type: DOUBLE, values: fc.double({ noNaN: true, noDefaultInfinity: true }) },
};

const LTZ: Sample = { type: timestampLtz(3), values: millis };
const NESTED: Readonly<Record<string, Sample>> = {
  array: { type: array(INT), values: fc.array(fc.option(fc.integer()), { maxLength: 4 }) },
  row: {
    type: row([
      { name: 'x', type: INT },
      { name: 'y', type: STRING },
    ]),
    values: fc.tuple(fc.integer(), text).map((pair): Row => pair),
  },
};
const MAP: Sample = {
  type: map(STRING, INT),
  values: fc.tuple(text, fc.integer()).map(([key, value]) => new MapValue([key], [value])),
};

interface Suite {
  readonly factory: FormatFactory;
  readonly samples: Readonly<Record<string, Sample>>;
  /** What the format makes of NULL, where it is not NULL. */
  readonly isNullKept: (name: string) => boolean;
  readonly columns: number;
  readonly options?: Record<string, string>;
  /** Options that are known when the test runs. */
  readonly optionsFor?: (rowType: RowType) => Record<string, string>;
}

/** CSV splits what is nested by a delimiter, and has no blank elements. */
const CSV_NESTED = { array: { type: array(INT), values: fc.array(fc.integer(), { minLength: 1, maxLength: 4 }) } };
const ALL = { ...SCALARS, ltz: LTZ, ...NESTED, map: MAP };

/** A list or map that is empty is none; what is NULL in a list is a default. */
const PROTOBUF_NESTED = { array: CSV_NESTED.array, row: NESTED.row as Sample, map: MAP };

const folder = mkdtempSync(join(tmpdir(), 'tsql-suite-'));
let registry: RegistryStub;
beforeAll(async () => {
  registry = await RegistryStub.start();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

const FORMATS: readonly Suite[] = [
  { factory: jsonFormat, samples: ALL, isNullKept: () => true, columns: 4 },
  {
    factory: csvFormat,
    samples: { ...SCALARS, ltz: LTZ, ...CSV_NESTED },
    // The null literal in place of an array is one NULL element, as in Flink.
    isNullKept: (name) => name !== 'array',
    columns: 4,
    options: { 'null-literal': '∅' },
  },
  { factory: avroFormat, samples: { ...SCALARS, ...NESTED, map: MAP }, isNullKept: () => true, columns: 4 },
  {
    factory: avroFormat,
    samples: { ...SCALARS, ...FINITE, ...NESTED, map: MAP },
    isNullKept: () => true,
    columns: 4,
    options: { encoding: 'json' },
  },
  {
    factory: avroConfluentFormat,
    samples: { ...SCALARS, ...NESTED, map: MAP },
    isNullKept: () => true,
    columns: 4,
    optionsFor: () => ({ url: registry.url }),
  },
  {
    factory: protobufFormat,
    samples: {
      ...Object.fromEntries(Object.entries(SCALARS).filter(([, { type }]) => !(type.kind in NOT_IN_PROTOBUF))),
      ...PROTOBUF_NESTED,
    },
    isNullKept: () => true,
    columns: 4,
    optionsFor: (rowType) => protobufOptions(folder, 'proto2', rowType),
  },
  ...[debeziumJsonFormat, canalJsonFormat, maxwellJsonFormat, oggJsonFormat].map((factory) => ({
    factory,
    samples: ALL,
    isNullKept: () => true,
    columns: 3,
  })),
  {
    factory: rawFormat,
    samples: Object.fromEntries(
      Object.entries(SCALARS).filter(([name]) => !['decimal', 'date', 'time', 'timestamp'].includes(name)),
    ),
    isNullKept: () => false,
    columns: 1,
  },
];

/** Mutated records for each format. */
const FUZZED = Number(process.env.TSQL_FUZZ_RECORDS ?? 20_000);

/** NaN and infinities are written as texts, -0 as 0 by some: equal as values. */
const plain = (value: unknown): unknown =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`;
    if (typeof each === 'number' && !Number.isFinite(each)) return String(each);
    return each;
  });

for (const { factory, samples, isNullKept, columns, options = {}, optionsFor } of FORMATS) {
  const names = Object.keys(samples);
  const chosen = fc.array(fc.constantFrom(...names), { minLength: columns === 1 ? 1 : 2, maxLength: columns });
  const typed = chosen.chain((list) =>
    fc.tuple(
      fc.constant(rowOf(Object.fromEntries(list.map((name, i) => [`c${i}`, samples[name]?.type as LogicalType])))),
      fc.tuple(
        ...list.map((name) => {
          const { values } = samples[name] as Sample;
          return isNullKept(name) ? fc.option(values, { freq: 6 }) : values;
        }),
      ),
    ),
  );

  const bound = async (rowType: RowType, row: Row, more: Record<string, string> = {}) => {
    const format = bind(factory, rowType, { ...options, ...optionsFor?.(rowType), ...more });
    await format.open(row);
    return format;
  };

  describe(`${factory.identifier} ${JSON.stringify(options)}`, () => {
    test('what is written is read back', async () => {
      await fc.assert(
        fc.asyncProperty(typed, async ([rowType, values]) => {
          const format = await bound(rowType, values);
          const bytes = format.encode(values);
          expect(plain(format.decode(bytes as Uint8Array).map(([found]) => found))).toBe(plain([values]));
        }),
        { numRuns: 300 },
      );
    });

    test('a mutated record is read or refused with a code, never worse, and leaves nothing behind', {
      timeout: 120_000 + FUZZED,
    }, async () => {
      const canBeLenient = factory.options.options.some(({ key }) => key === 'ignore-parse-errors');
      const samples: { readonly format: BoundFormat; readonly bytes: Uint8Array }[] = [];
      for (const [rowType, values] of fc.sample(typed, { numRuns: 40, seed: 7 })) {
        const format = await bound(rowType, values);
        const bytes = format.encode(values) ?? new Uint8Array();
        samples.push({ format, bytes });
        if (!canBeLenient) continue;
        samples.push({ format: await bound(rowType, values, { 'ignore-parse-errors': 'true' }), bytes });
      }
      let seed = 1;
      const random = (limit: number) => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
        return seed % limit;
      };
      let heapHalfway = 0;
      for (let i = 0; i < FUZZED; i++) {
        if (i === FUZZED / 2) heapHalfway = usedHeap();
        const { format, bytes } = samples[i % samples.length] as (typeof samples)[number];
        const error = errorOf(() => format.decode(mutate(bytes, random)));
        if (error !== undefined && !(error instanceof TsqlError && error.diagnostic.code === 'TSQL_FORMAT_DECODE'))
          throw error;
      }
      expect(usedHeap() - heapHalfway).toBeLessThan(KEPT_BYTES);
    });
  });
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Some bytes changed, cut out, doubled or put in. */
function mutate(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const changed = [...bytes];
  for (let change = 0; change <= random(4); change++) {
    const at = random(changed.length + 1);
    switch (random(5)) {
      case 0:
        changed[at] = random(256);
        break;
      case 1:
        changed.splice(at, random(8));
        break;
      case 2:
        changed.splice(at, 0, ...changed.slice(at, at + random(12)));
        break;
      case 3:
        changed.splice(at, 0, ...[...Buffer.from('{}[]":,\\;\n0e-')].slice(random(13), 13));
        break;
      default:
        changed.length = Math.min(changed.length, at);
    }
  }
  return Uint8Array.from(changed, (byte) => byte ?? 0);
}
