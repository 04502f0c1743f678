import {
  BIGINT,
  BOOLEAN,
  ByteWriter,
  DATE,
  DOUBLE,
  decimal,
  INT,
  type LogicalType,
  map,
  type Row,
  RowKind,
  row,
  STRING,
  TINYINT,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFormat } from '../src/index.js';

const OPTIONS = {
  failOnMissingField: false,
  ignoreParseErrors: false,
  timestampFormat: 'SQL',
  mapNullKeyMode: 'FAIL',
  mapNullKeyLiteral: 'null',
  decimalAsPlainNumber: false,
  ignoreNullFields: false,
};
const CONTEXT = { part: 'value', mode: 'compiled', localTimeZone: 'UTC' } as const;

function plan(types: Record<string, LogicalType>, options: object = {}) {
  const rowType = row(Object.entries(types).map(([name, type]) => ({ name, type })));
  return { identifier: 'json', options: { ...OPTIONS, ...options }, rowType, metadata: [] };
}

function decode(types: Record<string, LogicalType>, text: string, options: object = {}): Row[] {
  const rows: Row[] = [];
  const bytes = new TextEncoder().encode(text);
  jsonFormat
    .createDeserializer(plan(types, options), CONTEXT)
    .deserialize(bytes, 0, bytes.length, (found) => rows.push(found));
  return rows;
}

function encode(types: Record<string, LogicalType>, values: Value[], options: object = {}): string {
  const target = new ByteWriter();
  jsonFormat.createSerializer(plan(types, options), CONTEXT).serialize(values, RowKind.INSERT, target);
  return new TextDecoder().decode(target.bytes.subarray(0, target.length));
}

test.each([
  [BOOLEAN, '1', false],
  [BOOLEAN, '"TRUE"', true],
  [INT, '1.9', 1],
  [INT, '1e3', 1000],
  [INT, '" +7 "', 7],
  [BIGINT, '9223372036854775807', 9223372036854775807n],
  [decimal(4, 2), '1.005', 101n],
  [decimal(4, 2), '12345', null],
  [STRING, '1.10', '1.10'],
  [STRING, '{"a": 2.50, "a": 1E3}', '{"a":1000.0}'],
  [DOUBLE, '"0x1p3"', 8],
  [DATE, '"2024-02-29"', 19782],
])('%o reads %s', (type, text, expected) => {
  expect(decode({ a: type }, `{"a":${text}}`)).toEqual([[expected]]);
});

test.each([
  [TINYINT, '1.0'],
  [INT, '"x"'],
  [INT, '3000000000'],
  [DATE, '"2024-02-30"'],
  [timestamp(3), '"2024-01-01T00:00:00"'],
  [timestampLtz(3), '"2024-01-01 00:00:00"'],
])('%o refuses %s and names the field', (type, text) => {
  expect(() => decode({ a: type }, `{"a":${text}}`)).toThrow(/field 'a'/);
});

test('a timestamp is resolved leniently', () => {
  const [found] = decode({ a: timestamp(3) }, '{"a":"2024-02-30 24:00:00"}');
  expect(encode({ a: timestamp(3) }, found as Value[])).toBe('{"a":"2024-03-01 00:00:00"}');
});

test('as many matches as columns end the look at names', () => {
  expect(decode({ a: INT, b: INT }, '{"a":1,"a":2,"b":3}')).toEqual([[2, null]]);
});

test('under ignore-parse-errors reading goes on behind the byte at fault, as Jackson does', () => {
  const ignoring = { ignoreParseErrors: true };
  // The quote that ends the text is taken for a digit, so what follows is in order.
  expect(decode({ a: STRING, b: STRING }, '{"a":"\\u12","b":"n"}', ignoring)).toEqual([[null, 'n']]);
  expect(decode({ a: STRING, b: STRING }, '{"a":"x\\qy","b":"n"}', ignoring)).toEqual([]);
});

test('a truncated document fails, an empty one gives no row', () => {
  expect(() => decode({ a: INT }, '{"a":1')).toThrow(/ends within/);
  expect(decode({ a: INT }, '')).toEqual([]);
});

test('writing follows Jackson', () => {
  expect(encode({ s: STRING }, ['😀\u0007/"'])).toBe('{"s":"\\uD83D\\uDE00\\u0007/\\""}');
  expect(encode({ d: decimal(10, 2) }, [6000n])).toBe('{"d":6E+1}');
  expect(encode({ d: decimal(10, 2) }, [6000n], { decimalAsPlainNumber: true })).toBe('{"d":60}');
  expect(encode({ d: DOUBLE }, [1e7])).toBe('{"d":1.0E7}');
  expect(encode({ a: INT, b: INT }, [null, 1], { ignoreNullFields: true })).toBe('{"b":1}');
});

test('what is written is read again', () => {
  const types = { s: STRING, i: INT, l: BIGINT, d: DOUBLE, b: BOOLEAN, m: map(STRING, INT) };
  const values = fc.tuple(
    fc.option(fc.string({ unit: 'binary' })),
    fc.option(fc.integer()),
    fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    fc.option(fc.double({ noNaN: true })),
    fc.option(fc.boolean()),
    fc.constant(null),
  );
  fc.assert(
    fc.property(values, (fields) => {
      expect(decode(types, encode(types, fields as Value[]))).toEqual([fields]);
    }),
  );
});

test('mutated documents decode or fail as records do, and never otherwise', () => {
  const base = new TextEncoder().encode('{"s":"text \\u00e9","i":12,"l":-3,"d":1.5e3,"b":true,"m":{"k":1}}');
  const types = { s: STRING, i: INT, l: BIGINT, d: DOUBLE, b: BOOLEAN, m: map(STRING, INT) };
  const strict = jsonFormat.createDeserializer(plan(types), CONTEXT);
  const edits = fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(edits, (changes) => {
      const bytes = base.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      try {
        strict.deserialize(bytes, 0, bytes.length, () => {});
      } catch (error) {
        expect((error as { name: string }).name).toBe('TsqlError');
      }
    }),
    { numRuns: 20_000 },
  );
});
