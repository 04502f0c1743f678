import { expect, test } from 'vitest';
import { parseCase } from '../src/index.js';

const job = '-- job.sql --\nSELECT 1;\n';

test('a case is read with its defaults', () => {
  expect(parseCase(`Title\nmore\n${job}`)).toMatchObject({
    title: 'Title',
    scripts: [{ file: 'job.sql', text: 'SELECT 1;\n' }],
    isOfJobFiles: false,
    input: [],
    timeoutMs: 60_000,
    clock: undefined,
    hasNoTopics: false,
    expected: { records: [], recordedError: undefined, errors: undefined, lines: undefined },
  });
});

test('sections are read', () => {
  const file = parseCase(
    `${job}-- clock --\n2024-05-01T12:00:00+02:00\n-- timeout --\n2.5\n-- topics.json --\n{"out":{"partitions":3,"config":{"max.message.bytes":9}},"in":{}}\n-- expected-error --\nTSQL_A\nTSQL_B 3:14\n`,
  );
  expect(file.clock).toBe(Date.UTC(2024, 4, 1, 10));
  expect(file.timeoutMs).toBe(2_500);
  expect([...file.topics]).toEqual([
    ['out', { partitions: 3, config: { 'max.message.bytes': 9 } }],
    ['in', { partitions: 1, config: {} }],
  ]);
  expect(file.expected.errors).toEqual([
    { code: 'TSQL_A', line: undefined, column: undefined },
    { code: 'TSQL_B', line: 3, column: 14 },
  ]);
});

test.each([
  ['', 'the job is missing'],
  [`${job}-- expected.json --\n`, "unknown section 'expected.json': did you mean 'expected.jsonl'?"],
  [`${job}-- input.jsonl --\n\n{"topic":"a"\n`, 'input.jsonl, line 2: '],
  [`${job}-- expected.jsonl --\n{"key":null}\n`, 'expected.jsonl, line 1: a record is an object with "topic"'],
  [`${job}-- clock --\nyesterday\n`, "clock: an instant such as 2024-05-01T12:00:00Z, found 'yesterday'"],
  [`${job}-- clock --\n2024-05-01T12:00:00\n`, 'clock: an instant'],
  [`${job}-- timeout --\n-1\n`, "timeout: a number of seconds above 0, found '-1'"],
  [`${job}-- expected-error --\nwrong\n`, "expected-error: a code, and where it matters LINE:COLUMN, found 'wrong'"],
])('what cannot be read is named (%#)', (text, message) => {
  expect(() => parseCase(text)).toThrow(message);
});

test('a job can stand in files of its own', () => {
  const texts = new Map([
    ['a.sql', 'SELECT 1;'],
    ['../b.sql', 'SELECT 2;'],
  ]);
  const read = (file: string) => ({ file, text: texts.get(file) ?? '' });
  expect(parseCase('-- job --\na.sql\n../b.sql\n', read)).toMatchObject({
    isOfJobFiles: true,
    scripts: [
      { file: 'a.sql', text: 'SELECT 1;' },
      { file: '../b.sql', text: 'SELECT 2;' },
    ],
  });
  expect(() => parseCase(`${job}-- job --\na.sql\n`, read)).toThrow('both job.sql and job');
});
