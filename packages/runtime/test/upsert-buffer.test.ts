import { type Row, RowKind } from '@tsql/core';
import { expect, test } from 'vitest';
import { UpsertBuffer } from '../src/job/upsert-buffer.js';

function buffer(maxRows: number) {
  const written: [Row, RowKind][] = [];
  let now = 0;
  const made = new UpsertBuffer({ maxRows, intervalMs: 1000, key: [0], now: () => now }, (row, kind) =>
    written.push([row, kind]),
  );
  const passTime = (ms: number) => {
    now += ms;
  };
  return { made, written, passTime };
}

test('only the last change of a key is written', () => {
  const { made, written } = buffer(10);
  made.push(['a', 1], RowKind.INSERT);
  made.push(['b', 1], RowKind.INSERT);
  made.push(['a', 1], RowKind.UPDATE_BEFORE);
  made.push(['a', 2], RowKind.UPDATE_AFTER);
  made.push(['b', 1], RowKind.DELETE);
  expect(written).toEqual([]);
  made.flush();
  expect(written).toEqual([
    [['a', 2], RowKind.UPDATE_AFTER],
    [['b', 1], RowKind.DELETE],
  ]);
  made.flush();
  expect(written).toHaveLength(2);
});

test('so many keys, or so much time, and it is written', () => {
  const { made, written, passTime } = buffer(2);
  made.push(['a', 1], RowKind.INSERT);
  made.flushIfDue();
  expect(written).toHaveLength(0);
  made.push(['b', 1], RowKind.INSERT);
  expect(written).toHaveLength(2);
  made.push(['c', 1], RowKind.INSERT);
  passTime(1000);
  made.flushIfDue();
  expect(written).toHaveLength(3);
});
