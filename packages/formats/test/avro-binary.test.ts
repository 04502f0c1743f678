import { ByteWriter, type RowType } from '@tsql/core';
import { expect, test } from 'vitest';
import { decimalBytes, decimalOf } from '../src/avro/binary.js';
import { rowWriter } from '../src/avro/compile-writer.js';

test.each([
  [0n, '00'],
  [127n, '7f'],
  [128n, '0080'],
  [-128n, '80'],
  [-129n, 'ff7f'],
  [32767n, '7fff'],
  [-8388609n, 'ff7fffff'],
  [2147483647n, '7fffffff'],
  [2147483648n, '0080000000'],
  [-2147483648n, '80000000'],
  [-2147483649n, 'ff7fffffff'],
  [1n << 63n, '008000000000000000'],
])('%s takes as few bytes as BigInteger.toByteArray', (value, bytes) => {
  expect(Buffer.from(decimalBytes(value)).toString('hex')).toBe(bytes);
  expect(decimalOf(Buffer.from(bytes, 'hex'))).toBe(value);
});

test.each([
  ['', '00'],
  ['ab', '046162'],
  ['é', '04c3a9'],
  ['aé', '0661c3a9'],
  ['a'.repeat(63), `7e${'61'.repeat(63)}`],
  ['a'.repeat(64), `8001${'61'.repeat(64)}`],
  ['é'.repeat(63), `fc01${'c3a9'.repeat(63)}`],
])('the text %j is its length in bytes and its UTF-8', (text, bytes) => {
  const type: RowType = {
    kind: 'ROW',
    nullable: false,
    fields: [{ name: 'a', type: { kind: 'VARCHAR', length: 100, nullable: false } }],
  };
  const target = new ByteWriter(1);
  rowWriter(type)([text], target);
  expect(Buffer.from(target.bytes.subarray(0, target.length)).toString('hex')).toBe(bytes);
});
