import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDouble } from '../../src/index.js';

test.each([
  [0.001, '0.001'],
  [0.00099, '9.9E-4'],
  [1, '1.0'],
  [-100, '-100.0'],
  [9_999_999, '9999999.0'],
  [1e7, '1.0E7'],
  [9_999_999.5, '9999999.5'],
  [-0, '-0.0'],
  [0.1 + 0.2, '0.30000000000000004'],
])('%s is %s', (value, text) => {
  expect(formatDouble(value)).toBe(text);
});

test('a number in the plain range has no exponent, a point, and the shortest digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 9_999_999.999, noNaN: true }), fc.boolean(), (size, isNegative) => {
      const value = isNegative ? -size : size;
      const text = formatDouble(value);
      expect(text).toMatch(/^-?\d+\.\d+$/);
      expect(Number(text)).toBe(value);
      const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
      expect(digits).toBe(size.toExponential().replace(/e.*/, '').replace('.', '').replace(/0+$/, ''));
    }),
    { numRuns: 3000 },
  );
});
