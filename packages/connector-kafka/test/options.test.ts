import { describe, expect, it } from 'vitest';
import { specificOffsetsType } from '../src/options/specific-offsets.js';
import { topicRegExp } from '../src/options/topic-pattern.js';

describe('specificOffsetsType', () => {
  it('reads partitions and offsets', () => {
    const offsets = specificOffsetsType.parse('partition:0,offset:42;partition:1,offset:300');
    expect(offsets).toEqual([
      { partition: 0, offset: 42 },
      { partition: 1, offset: 300 },
    ]);
  });

  it.each(['', 'partition:0', '0:42', 'partition:x,offset:1'])('refuses %j', (text) => {
    expect(specificOffsetsType.parse(text)).toBeUndefined();
  });
});

describe('topicRegExp', () => {
  it('matches whole names', () => {
    const names = ['orders-1', 'orders-12', 'my-orders-1', 'orders'];
    expect(names.filter((name) => topicRegExp('orders-[0-9]|orders').test(name))).toEqual(['orders-1', 'orders']);
  });
});
