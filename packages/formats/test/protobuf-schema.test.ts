import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, BIGINT, BYTES, DOUBLE, INT, MapValue, map, type RowType, row, STRING } from '@tsql/core';
import { afterAll, describe, expect, test } from 'vitest';
import { protobufFormat } from '../src/index.js';
import { bind, rowOf } from './support/formats.js';

const fixture = (name: string) => join(import.meta.dirname, 'protobuf', name);
const folder = mkdtempSync(join(tmpdir(), 'tsql-proto-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORDER = 'org.example.shop.OrderOuterClass$Order';
const ROW: RowType = rowOf({
  id: BIGINT,
  state: STRING,
  total: row([
    { name: 'units', type: BIGINT },
    { name: 'nanos', type: array(INT) },
    { name: 'currency', type: STRING },
  ]),
  placed: row([{ name: 'seconds', type: BIGINT }]),
  lines: array(INT),
  history: map(STRING, INT),
  user: STRING,
  agent: INT,
  mark: BYTES,
  limit: BIGINT,
  flags: INT,
  rate: DOUBLE,
  note: STRING,
});

/** `order.desc` is what protoc 3.21 made of `order.proto` with `--include_imports`. */
describe.each(['order.proto', 'order.desc'])('%s, which imports a file and a well-known type', (name) => {
  const options = { 'message-class-name': ORDER, 'schema-files': fixture(name) };

  test('all that is written is read back, with the bytes of protoc’s rules', () => {
    const format = bind(protobufFormat, ROW, options);
    const values = [
      ...[7n, 'NEW', [5n, [-1, 1], ''], [-3n], [1, 300], new MapValue(['k'], [2])],
      ...[null, 0, Uint8Array.of(1), -1n, -1, 0.5, ''],
    ];
    const bytes = format.encode(values) as Uint8Array;
    expect(Buffer.from(bytes).toString('hex')).toBe(
      [
        '0807 1001 1a08 0805 1202 0102 1a00 220b 08fdffffffffffffffff01 2a03 01ac02 3205 0a016b 1002 4000',
        '4a01 01 50ffffffffffffffffff01 58ffffffff0f 61000000000000e03f 6a00',
      ]
        .join('')
        .replaceAll(' ', ''),
    );
    expect(format.decode(bytes).map(([found]) => found)).toEqual([values]);
  });

  test('declared defaults are exact', () => {
    const format = bind(protobufFormat, ROW, { ...options, 'read-default-values': 'true' });
    expect(format.decode(Uint8Array.of(8, 1))[0]?.[0]).toEqual([
      ...[1n, 'PAID', [0n, [], ''], [0n], [], new MapValue([], []), '', 0],
      ...[Uint8Array.of(1, 2, 10, 0x22, 0x7a), 9223372036854775807n, -1, Number.NEGATIVE_INFINITY, 'it\'s "here"'],
    ]);
  });

  test('a required field is asked for on both sides', () => {
    const format = bind(protobufFormat, ROW, options);
    expect(() => format.decode(Uint8Array.of(16, 1))).toThrow(/required field 'id' is missing/);
    expect(() => format.encode(ROW.fields.map(() => null))).toThrow(/required field 'id' is NULL/);
  });

  test('a name of Protobuf is no class; the class is told', () => {
    expect(() => bind(protobufFormat, ROW, { ...options, 'message-class-name': 'shop.Order' })).toThrow(
      /the Java class of a message/,
    );
  });
});

test('an import that is not there is named', () => {
  const file = join(folder, 'alone.proto');
  writeFileSync(file, 'syntax = "proto3"; import "missing.proto"; message A { int32 a = 1; }');
  const options = { 'message-class-name': 'Alone$A', 'schema-files': file };
  expect(() => bind(protobufFormat, rowOf({ a: INT }), options)).toThrow(/alone\.proto: imports 'missing\.proto'/);
});

test('a file that is no descriptor set is named', () => {
  const file = join(folder, 'bad.desc');
  writeFileSync(file, 'text');
  const options = { 'message-class-name': 'A', 'schema-files': file };
  expect(() => bind(protobufFormat, rowOf({ a: INT }), options)).toThrow(/bad\.desc/);
});
