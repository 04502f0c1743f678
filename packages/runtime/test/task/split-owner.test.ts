import { expect, test } from 'vitest';
import { splitOwner } from '../../src/task/split-owner.js';

const owners = (topic: string, tasks: number) =>
  [0, 1, 2, 3].map((partition) => splitOwner({ topic, partition, start: 0, end: undefined }, tasks));

test('partitions go to tasks in turn, from one on that the topic chooses', () => {
  // "hello".hashCode() is 99162322 in Java; times 31, without the sign: 926548334.
  expect(owners('hello', 4)).toEqual([2, 3, 0, 1]);
  expect(owners('hello', 3)).toEqual([2, 0, 1, 2]);
  expect(owners('hello', 1)).toEqual([0, 0, 0, 0]);
});
