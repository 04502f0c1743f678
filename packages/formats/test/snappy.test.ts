import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressSnappy, uncompressSnappy } from '../src/avro/container/snappy.js';

const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3000 })), { maxLength: 6 })
  .map((parts) => Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))));

test('what is packed is unpacked again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 5000 }), repetitive), (bytes) => {
      expect(Buffer.compare(uncompressSnappy(compressSnappy(bytes)), bytes)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('repetitions become small', () => {
  expect(compressSnappy(Buffer.alloc(60_000, 'abcdefgh')).length).toBeLessThan(4_000);
});

test('a block made by Java is read', () => {
  // From a file that Flink wrote: two records under a union, {1, "a"} and {2, null}.
  expect(Buffer.from(uncompressSnappy(Buffer.from('0a2402020202026102020400', 'hex'))).toString('hex')).toBe(
    '02020202026102020400',
  );
});

test.each(['', '05', '0504', 'ff04', '0a2402020202026102', '040801', '0401'])('%s is no Snappy', (hex) => {
  expect(() => uncompressSnappy(Buffer.from(hex, 'hex'))).toThrow(RangeError);
});
