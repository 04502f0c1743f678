import { describe, expect, it } from 'vitest';
import { parseSpecificOffsets, specificOffset } from '../src/options/specific-offsets.js';
import { topicRegExp } from '../src/options/topic-pattern.js';

describe('parseSpecificOffsets', () => {
  it('reads partitions and offsets', () => {
    expect(parseSpecificOffsets('partition:0,offset:42;partition:1,offset:-2')).toEqual([
      { partition: 0, offset: 42 },
      { partition: 1, offset: -2 },
    ]);
  });

  it('stops at an empty entry', () => {
    expect(parseSpecificOffsets('partition:0,offset:42;;x')).toEqual([{ partition: 0, offset: 42 }]);
  });

  it.each(['partition:0', '0:42', 'partition:x,offset:1', 'partition:0, offset:1', 'partition:0,offset:-4'])(
    'refuses %j',
    (text) => {
      expect(parseSpecificOffsets(text)).toBeUndefined();
    },
  );
});

describe('specificOffset', () => {
  const marks = { low: 3, high: 9, committed: 5 };
  const none = { ...marks, committed: undefined };
  it.each([
    ['the one given', 7, marks, true, 7],
    ['the end', -1, marks, true, 9],
    ['the start', -2, marks, true, 3],
    ["the group's position", -3, marks, true, 5],
    ['no position where the group has none', -3, none, true, undefined],
  ])('%s', (_, offset, at, hasGroup, wanted) => {
    expect(specificOffset([{ partition: 0, offset }], 0, at, hasGroup)).toBe(wanted);
  });

  it("takes the group's position, else the start, for a partition that is not named, and needs a group for it", () => {
    expect(specificOffset([], 0, marks, true)).toBe(5);
    expect(specificOffset([], 0, none, true)).toBe(3);
    expect(specificOffset([], 0, none, false)).toBeUndefined();
  });
});

describe('topicRegExp', () => {
  it('matches whole names', () => {
    const names = ['orders-1', 'orders-12', 'my-orders-1', 'orders'];
    expect(names.filter((name) => topicRegExp('orders-[0-9]|orders').test(name))).toEqual(['orders-1', 'orders']);
  });
});
