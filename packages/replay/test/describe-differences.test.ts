import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type CaseBytes, type CaseRecord, compareRecords, describeDifferences } from '../src/index.js';

const snapshot = (name: string) => fileURLToPath(new URL(`snapshots/${name}.txt`, import.meta.url));
const none = { end: undefined, records: [], lines: undefined };
const record = (value: CaseBytes, more: Partial<CaseRecord> = {}): CaseRecord => ({
  topic: 'out',
  key: null,
  value,
  ...more,
});
const base64 = (...bytes: number[]) => ({ base64: Buffer.from(bytes).toString('base64') });

function describeRecords(wanted: readonly CaseRecord[], found: readonly CaseRecord[], end?: string): string {
  return `${describeDifferences({ ...none, end, records: compareRecords(wanted, found, false) })}\n`;
}

test('nothing differs', () => {
  expect(describeDifferences(none)).toBe('');
});

test('fields of JSON', async () => {
  const wanted = [
    '{"id":1,"user":{"name":"a","a b":true},"items":[1,2],"gone":null}',
    '{"n":12345678901234567890,"d":1.50}',
    '{"a":1,"b":2}',
    '[{"x":"\\"7\\" of 9"}]',
  ];
  const found = [
    '{"id":2,"user":{"name":"b","a b":false},"items":[1,2,3],"new":"1"}',
    '{"n":12345678901234567891,"d":1.5}',
    '{"b":2,"a":1}',
    '[{"x":"\\"8\\" of 9"}]',
  ];
  const text = describeRecords(
    wanted.map((value) => record(value)),
    found.map((value) => record(value)),
  );
  await expect(text).toMatchFileSnapshot(snapshot('json'));
});

test('bytes, text and null', async () => {
  const long = 'x'.repeat(200);
  const text = describeRecords(
    [
      record(base64(0, 1, 2)),
      record('a\nb'),
      record(null),
      record(`${long}a${long}`),
      record(base64(...new Array(150).fill(7), 255)),
    ],
    [
      record(base64(0, 9, 2)),
      record('a\tb'),
      record(''),
      record(`${long}b${long}`),
      record(base64(...new Array(150).fill(7), 254)),
    ],
  );
  await expect(text).toMatchFileSnapshot(snapshot('bytes'));
});

test('key, headers, partition and timestamp', async () => {
  const text = describeRecords(
    [
      record('v', {
        key: 'a',
        partition: 0,
        headers: [
          ['h', '1'],
          ['h', null],
          ['only', 'x'],
        ],
      }),
      record('w', { partition: 1, timestamp: 1_704_067_200_000 }),
    ],
    [
      record('v', {
        key: null,
        partition: 2,
        headers: [
          ['h', base64(255)],
          ['other', null],
        ],
      }),
      record('w', { partition: 1, timestamp: 1_704_067_200_001 }),
    ],
  );
  await expect(text).toMatchFileSnapshot(snapshot('record-parts'));
});

test('records too few and too many', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((value) =>
    record(value, { key: `{"k":"${value}"}`, headers: [['h', null]], timestamp: 0 }),
  );
  const other = record('1', { topic: 'errors' });
  const text = describeRecords(
    [a, b, c].filter((one) => one !== undefined),
    [a, c, other].filter((one) => one !== undefined),
  );
  await expect(text).toMatchFileSnapshot(snapshot('missing'));
});

test('a job that was refused wrote nothing', () => {
  expect(describeRecords([record('a'), record('b')], [], 'it ended with status 2')).toBe(
    'it ended with status 2\n2 records are missing\n',
  );
});

test('printed lines, with some of those around', async () => {
  const wanted = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const found = ['1', '2', '3', 'four', '5', '6', '7', '8', '9', '10'];
  await expect(`${describeDifferences({ ...none, lines: { wanted, found } })}\n`).toMatchFileSnapshot(
    snapshot('lines'),
  );
});
