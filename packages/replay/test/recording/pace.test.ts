import { expect, test } from 'vitest';
import { Pace, readRecording, timestampShift } from '../../src/index.js';

test('records wait as long as they lay apart, divided by the speed', () => {
  let now = 1_000;
  const pace = new Pace(2, () => now);
  expect(pace.wait(50_000)).toBe(0);
  expect(pace.wait(51_000)).toBe(500);
  now = 1_400;
  expect([pace.wait(51_000), pace.wait(50_500), pace.wait(undefined)]).toEqual([100, 0, 0]);
  expect(new Pace(Number.POSITIVE_INFINITY, () => now).wait(1)).toBe(0);
});

test('timestamps stay, move together, or become those of the sending', () => {
  const apply = (mode: Parameters<typeof timestampShift>[0]) =>
    [5_000, 6_000, undefined, 4_000].map(timestampShift(mode, () => 100_000));
  expect(apply('original')).toEqual([5_000, 6_000, undefined, 4_000]);
  expect(apply('shifted')).toEqual([100_000, 101_000, undefined, 99_000]);
  expect(apply('now')).toEqual([undefined, undefined, undefined, undefined]);
});

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n');
}

const recorded = async (text: string, isCase: boolean) => {
  const records = [];
  for await (const line of readRecording(linesOf(text), isCase)) records.push(line);
  return records;
};

test('a recording is lines, or the input of a case', async () => {
  const line = '{"topic":"a","value":"x"}';
  const record = { topic: 'a', key: null, value: 'x' };
  expect(await recorded(`${line}\n\n${line}\n`, false)).toEqual([
    { record, number: 1 },
    { record, number: 3 },
  ]);
  const text = `title\n-- topics.json --\n{}\n-- input.jsonl --\n${line}\n-- expected.jsonl --\n${line}\n`;
  expect(await recorded(text, true)).toEqual([{ record, number: 5 }]);
});

test.each(['{"topic":"a"', '{"value":"x"}', '{"topic":"a","value":5}', '[]'])(
  '%s is refused with its line',
  async (line) => {
    await expect(recorded(`\n${line}`, false)).rejects.toThrow('line 2');
  },
);
