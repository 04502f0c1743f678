import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DOUBLE,
  FLOAT,
  INT,
  type LogicalType,
  MapValue,
  map,
  type Row,
  row,
  STRING,
  TsqlError,
  type Value,
} from '@tsql/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { protobufFormat } from '../src/index.js';
import { bind, rowOf } from './support/formats.js';
import { KEPT_BYTES, usedHeap } from './support/used-heap.js';

const folder = mkdtempSync(join(tmpdir(), 'tsql-proto-'));
const file = join(folder, 'all_types.proto');
writeFileSync(
  file,
  `syntax = "proto3";
package sample;
option java_package = "org.example";
import "google/protobuf/timestamp.proto";
message All {
  int32 a = 1; uint32 b = 2; sint32 c = 3; fixed32 d = 4; sfixed32 e = 5;
  int64 f = 6; uint64 g = 7; sint64 h = 8; fixed64 i = 9; sfixed64 j = 10;
  bool k = 11; float l = 12; double m = 13; string n = 14; bytes o = 15;
  repeated int32 p = 16; repeated string q = 17; repeated sint64 r = 18 [packed = false];
  map<string, int64> s = 19; map<int32, Inner> t = 20; Inner u = 21; repeated Inner v = 22; Color w = 2000;
  message Inner { int32 x = 1; string y = 2; All again = 3; }
  enum Color { RED = 0; GREEN = 1; BLUE = -7; }
}
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = { 'message-class-name': 'org.example.AllTypes$All', 'schema-files': file };
const inner = row([
  { name: 'x', type: INT },
  { name: 'y', type: STRING },
]);
const text = fc.string({ unit: 'grapheme', maxLength: 10 });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const inners = fc.tuple(fc.integer(), text);

const COLUMNS: Readonly<Record<string, readonly [LogicalType, fc.Arbitrary<Value>]>> = {
  ...Object.fromEntries([...'abcde'].map((name) => [name, [INT, fc.integer()] as const])),
  ...Object.fromEntries([...'fghij'].map((name) => [name, [BIGINT, long] as const])),
  k: [BOOLEAN, fc.boolean()],
  l: [FLOAT, fc.float({ noNaN: true })],
  m: [DOUBLE, fc.double({ noNaN: true })],
  n: [STRING, text],
  o: [BYTES, fc.uint8Array({ maxLength: 10 })],
  p: [array(INT), fc.array(fc.integer(), { minLength: 1, maxLength: 4 })],
  q: [array(STRING), fc.array(text, { minLength: 1, maxLength: 4 })],
  r: [array(BIGINT), fc.array(long, { minLength: 1, maxLength: 4 })],
  s: [map(STRING, BIGINT), fc.tuple(text, long).map(([key, value]) => new MapValue([key], [value]))],
  t: [map(INT, inner), fc.tuple(fc.integer(), inners).map(([key, value]) => new MapValue([key], [value]))],
  u: [inner, inners],
  v: [array(inner), fc.array(inners, { minLength: 1, maxLength: 3 })],
  w: [STRING, fc.constantFrom('RED', 'GREEN', 'BLUE')],
};

const rows = fc
  .uniqueArray(fc.constantFrom(...Object.keys(COLUMNS)), { minLength: 1, maxLength: 6 })
  .chain((names) =>
    fc.tuple(
      fc.constant(rowOf(Object.fromEntries(names.map((name) => [name, COLUMNS[name]?.[0] as LogicalType])))),
      fc.tuple(...names.map((name) => COLUMNS[name]?.[1] as fc.Arbitrary<Value>)),
    ),
  );

const plain = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));

test('what is written is read back', () => {
  fc.assert(
    fc.property(rows, ([type, values]) => {
      const format = bind(protobufFormat, type, OPTIONS);
      expect(plain(format.decode(format.encode(values) as Uint8Array).map(([found]) => found))).toBe(plain([values]));
    }),
    { numRuns: 200 },
  );
});

test('a mutated message is read or refused with a code, and leaves nothing behind', { timeout: 600_000 }, () => {
  const samples = fc.sample(rows, { numRuns: 40, seed: 3 });
  const formats = samples.map(([type, values]) => {
    const format = bind(protobufFormat, type, OPTIONS);
    return { format, bytes: format.encode(values) as Uint8Array };
  });
  let seed = 1;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % limit;
  };
  const fuzzed = Number(process.env.TSQL_FUZZ_RECORDS ?? 20_000);
  let heapHalfway = 0;
  for (let i = 0; i < fuzzed; i++) {
    if (i === fuzzed / 2) heapHalfway = usedHeap();
    const { format, bytes } = formats[i % formats.length] as (typeof formats)[number];
    const changed = [...bytes];
    for (let change = 0; change <= random(3); change++)
      changed.splice(random(changed.length + 1), random(3), random(256), random(256));
    try {
      expect(format.decode(Uint8Array.from(changed))).toHaveLength(1);
    } catch (error) {
      expect(error).toBeInstanceOf(TsqlError);
    }
  }
  expect(usedHeap() - heapHalfway).toBeLessThan(KEPT_BYTES);
});

test('defaults, NULL and what is absent', () => {
  const type = rowOf({ a: INT, n: STRING, u: inner, p: array(INT), s: map(STRING, BIGINT), w: STRING });
  const format = bind(protobufFormat, type, OPTIONS);
  const none: Row = [null, null, null, null, null, null];
  expect(format.encode(none)).toHaveLength(0);
  expect(format.decode(new Uint8Array()).map(([found]) => found)).toEqual([[0, '', null, null, null, 'RED']]);
  const defaults = bind(protobufFormat, type, { ...OPTIONS, 'read-default-values': 'true' });
  expect(plain(defaults.decode(new Uint8Array())[0]?.[0])).toBe(
    plain([0, '', [0, ''], [], new MapValue([], []), 'RED']),
  );
});

test.each([
  [{ 'message-class-name': 'org.example.AllTypes$Al' }, rowOf({ a: INT }), /did you mean|a message of/],
  [{}, rowOf({ aa: INT }), /no field 'aa'/],
  [{}, rowOf({ a: STRING }), /int32.*no STRING/],
  [{}, rowOf({ u: row([{ name: 'z', type: INT }]) }), /no field 'z'/],
  [{ 'schema-files': join(folder, 'none.proto') }, rowOf({ a: INT }), /none\.proto/],
])('what does not fit is refused: %j', (options, type, message) => {
  expect(() => bind(protobufFormat, type, { ...OPTIONS, ...(options as Record<string, string>) })).toThrow(message);
});
