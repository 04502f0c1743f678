import { expect, test } from 'vitest';
import { murmur2, partitionOfKey } from '../src/index.js';

/** The vectors of Kafka's own `UtilsTest`. */
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('the hash of %s is that of Java', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('a key has one partition among those there are', () => {
  for (const count of [1, 3, 12]) {
    for (const key of ['', 'a', 'foobar', 'é']) {
      const partition = partitionOfKey(Buffer.from(key), count);
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(count);
    }
  }
  expect(partitionOfKey(Buffer.from('21'), 7)).toBe((-973932308 & 0x7fffffff) % 7);
});
