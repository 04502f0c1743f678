import { expect, test } from 'vitest';
import { seededRandom } from '../../src/index.js';

const numbers = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed));

test('a seed gives the same numbers again, another one others', () => {
  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1)).not.toEqual(numbers(2));
});

test('numbers lie from 0 to 1 and are spread', () => {
  const found = numbers(7);
  expect(found.every((number) => number >= 0 && number < 1)).toBe(true);
  const mean = found.reduce((sum, number) => sum + number, 0) / found.length;
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.55);
});
