import { expect, test } from 'vitest';
import { quarters, residentSize } from '../src/resident-size.js';

test('the quarters of a run are held apart', () => {
  expect(quarters([9, 1, 5, 5, 2, 8, 4, 4, 4, 1, 7, 7])).toEqual([5, 5, 4, 7]);
  expect(quarters([1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
});

test('the size of this process is that of a process', () => {
  expect(residentSize(process.pid)).toBeGreaterThan(20);
  expect(residentSize(process.pid)).toBeLessThan(10_000);
});
