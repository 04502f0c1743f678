import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from '../src/options.js';
import { Random } from '../src/random.js';
import { report } from '../src/report.js';
import { Results, type RoundResult } from '../src/results.js';

const folder = mkdtempSync(join(tmpdir(), 'tsql-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const result = (round: number, more: Partial<RoundResult> = {}): RoundResult => ({
  seed: 1,
  guarantee: 'exactly-once',
  instances: 1,
  fault: 'kill',
  round,
  at: '2026-01-01T00:00:00.000Z',
  seconds: 2,
  commit: 'abc',
  note: '',
  fed: 1_000,
  lost: 0,
  duplicated: 0,
  disordered: 0,
  strange: 0,
  exits: [],
  fenced: [],
  faults: [],
  ...more,
});

test('a run goes on behind the last round of its own series', () => {
  const results = new Results(join(folder, 'a', 'rounds.jsonl'));
  const series = { seed: 1, guarantee: 'exactly-once', instances: 1, fault: 'kill' } as const;
  expect(results.next(series)).toBe(1);
  results.append(result(1));
  results.append(result(2));
  results.append(result(9, { seed: 2 }));
  results.append(result(8, { instances: 3 }));
  expect(results.next(series)).toBe(3);
  expect(results.next({ ...series, fault: 'zombie' })).toBe(1);
  expect(results.read().map(({ round }) => round)).toEqual([1, 2, 9, 8]);
});

test('the report counts by series', () => {
  const text = report([result(1), result(2, { lost: 3, faults: ['3 lost'] }), result(1, { fault: 'zombie' })]);
  expect(text.split('\n').slice(2)).toEqual([
    '| exactly-once | 1 | kill | 1 | 2 | 1 | 2,000 | 3 | 0 | 0 | 0 |',
    '| exactly-once | 1 | zombie | 1 | 1 | 1 | 1,000 | 0 | 0 | 0 | 0 |',
  ]);
});

test('chance repeats with its seed, and rounds differ', () => {
  const numbers = (seed: string) => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
  };
  expect(numbers('1/kill/1')).toEqual(numbers('1/kill/1'));
  expect(numbers('1/kill/1')).not.toEqual(numbers('1/kill/2'));
  const picked = Array.from({ length: 300 }, (_, round) => new Random(`1/kill/${round}`).pick([0, 1, 2]));
  for (const each of [0, 1, 2]) expect(picked.filter((found) => found === each).length).toBeGreaterThan(60);
});

test('what is not allowed on the command line is refused with what is', () => {
  expect(() => readOptions(['--fault', 'fire'])).toThrow(/--fault fire: allowed are kill, zombie/);
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds 0: a positive integer is wanted');
  expect(readOptions(['--guarantee', 'at-least-once'])).toMatchObject({ checkAs: 'at-least-once', instances: 1 });
});
