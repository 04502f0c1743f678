import { expect, test } from 'vitest';
import {
  type CaseRecord,
  type CaseResult,
  compareRecords,
  parseCase,
  replaceSection,
  updateCase,
} from '../src/index.js';

const record: CaseRecord = { topic: 'out', key: null, value: '{"id":1}' };
const outcome = { exitStatus: 0, messages: '', errors: [], lines: [] };

function resultOf(text: string, records: readonly CaseRecord[], more: Partial<CaseResult> = {}): CaseResult {
  const { expected } = parseCase(text);
  const differences = { end: undefined, records: compareRecords(expected.records, records, false), lines: undefined };
  return { records, outcome, differences, ...more };
}

function update(text: string, result: CaseResult) {
  return updateCase(text, parseCase(text), result);
}

const HEAD = 'Title\n-- job.sql --\nSELECT 1;\n';

test('only the section that differs is written anew', () => {
  const text = `${HEAD}-- expected.jsonl --\n{"topic": "out", "key": null, "value": "old"}\n\n-- timeout --\n 5 \n`;
  expect(update(text, resultOf(text, [record]))).toEqual({
    text: `${HEAD}-- expected.jsonl --\n{"topic":"out","key":null,"value":"{\\"id\\":1}"}\n-- timeout --\n 5 \n`,
  });
});

test('what is written is read back as the same', () => {
  const updated = update(HEAD, resultOf(HEAD, [record]));
  if ('refusal' in updated) throw new Error(updated.refusal);
  expect(updated.text.startsWith(HEAD)).toBe(true);
  expect(parseCase(updated.text).expected.records).toEqual([record]);
});

test('a case that passes stays byte for byte', () => {
  const text = `${HEAD}-- expected.jsonl --\n{"value":"{\\"id\\":1}",  "topic":"out", "key":null}`;
  expect(update(text, resultOf(text, [record]))).toEqual({ text });
});

test('a job that ended otherwise is not taken over', () => {
  const differences = { end: 'it ended with status 1', records: [], lines: undefined };
  const failed = { ...outcome, exitStatus: 1 };
  expect(update(HEAD, resultOf(HEAD, [], { differences, outcome: failed }))).toEqual({
    refusal: 'it ended with status 1',
  });
});

test('expected errors are taken over where the case expects some', () => {
  const text = `${HEAD}-- expected-error --\nTSQL_A 1:1\n`;
  const differences = { end: 'errors differ', records: [], lines: undefined };
  const errors = [
    { code: 'TSQL_B', line: 1, column: 8 },
    { code: 'TSQL_C', line: undefined, column: undefined },
  ];
  const failed = { ...outcome, exitStatus: 2, errors };
  expect(update(text, resultOf(text, [], { differences, outcome: failed }))).toEqual({
    text: `${HEAD}-- expected-error --\nTSQL_B 1:8\nTSQL_C\n`,
  });
  expect(update(text, resultOf(text, [], { differences }))).toEqual({ refusal: 'errors differ' });
});

test('printed lines are taken over', () => {
  const text = `${HEAD}-- record-output --\n-- expected-output --\nold\n`;
  const differences = { end: undefined, records: [], lines: { wanted: ['old'], found: ['| 1 |', '1 row in set'] } };
  expect(update(text, resultOf(text, [], { differences }))).toEqual({
    text: `${HEAD}-- record-output --\n-- expected-output --\n| 1 |\n1 row in set\n`,
  });
});

test.each([
  ['a\n-- s --\nold\n', 'a\n-- s --\nnew\n'],
  ['a\n-- s --', 'a\n-- s --\nnew\n'],
  ['a', 'a\n-- s --\nnew\n'],
  ['-- s --\n-- t --\nt\n', '-- s --\nnew\n-- t --\nt\n'],
])('a section is replaced or added (%#)', (text, expected) => {
  expect(replaceSection(text, 's', ['new'])).toBe(expected);
});
