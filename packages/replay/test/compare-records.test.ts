import { expect, test } from 'vitest';
import { type CaseRecord, compareRecords } from '../src/index.js';

const record = (value: string, more: Partial<CaseRecord> = {}): CaseRecord => ({
  topic: 'out',
  key: null,
  value,
  ...more,
});

const kinds = (wanted: readonly CaseRecord[], found: readonly CaseRecord[], mayBeCut = false) =>
  compareRecords(wanted, found, mayBeCut).map(({ kind, number }) => `${kind} ${number}`);

test('the same records do not differ, however their bytes are written', () => {
  const wanted = [record('a', { headers: [] }), record('', { key: { base64: 'a2V5' } })];
  expect(kinds(wanted, [record('a'), record('', { key: 'key' })])).toEqual([]);
});

test('null, empty and absent are three things', () => {
  expect(kinds([{ topic: 'out', key: null, value: null }], [record('')])).toEqual(['changed 1']);
  expect(kinds([record('', { headers: [['h', null]] })], [record('', { headers: [['h', '']] })])).toEqual([
    'changed 1',
  ]);
  expect(kinds([record('', { headers: [['h', null]] })], [record('')])).toEqual(['changed 1']);
});

test('what is missing or too much is found where it is', () => {
  const [a, b, c] = [record('a'), record('b'), record('c')];
  expect(kinds([a, b, c], [a, c])).toEqual(['missing 2']);
  expect(kinds([a, c], [a, b, c])).toEqual(['unexpected 2']);
  expect(kinds([a, b, c], [a, record('x'), c])).toEqual(['changed 2']);
  expect(kinds([a, b], [b, a]).length).toBeGreaterThan(0);
  expect(kinds([], [a])).toEqual(['unexpected 1']);
});

test('topics are compared by themselves, in any order of the file', () => {
  const other = (value: string) => record(value, { topic: 'a-topic' });
  expect(kinds([record('1'), other('2')], [other('2'), record('1')])).toEqual([]);
  expect(kinds([record('1')], [other('1')])).toEqual(['unexpected 1', 'missing 1']);
});

test('a partition counts where it is given, a timestamp always', () => {
  const found = record('a', { partition: 2 });
  expect(kinds([record('a')], [found])).toEqual([]);
  expect(kinds([record('a', { partition: 2 })], [found])).toEqual([]);
  expect(kinds([record('a', { partition: 1 })], [found])).toEqual(['changed 1']);
  expect(kinds([record('a', { partition: 0 })], [record('a')])).toEqual([]);
  expect(kinds([record('a')], [record('a', { timestamp: 5 })])).toEqual(['changed 1']);
  expect(kinds([record('a', { timestamp: 5 })], [record('a')])).toEqual(['changed 1']);
});

test('a job that is to fail may have written only some', () => {
  const wanted = [record('a'), record('b')];
  expect(kinds(wanted, [record('b')], true)).toEqual([]);
  expect(kinds(wanted, [], true)).toEqual([]);
  expect(kinds(wanted, [record('x')], true)).not.toEqual([]);
});
