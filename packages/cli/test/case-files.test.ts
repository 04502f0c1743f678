import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCases, pathFilter } from '../src/commands/test/case-files.js';
import { watchCases } from '../src/commands/test/watch-cases.js';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsql-watch-'));
  mkdirSync(at('sub'));
  for (const file of ['b.txtar', 'a.txtar', 'notes.md', join('sub', 'c.txtar')]) writeFileSync(at(file), '');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('cases are found in folders, in order, each once', () => {
  expect(findCases([folder, at('a.txtar')], undefined)).toEqual([at('a.txtar'), at('b.txtar'), at('sub', 'c.txtar')]);
  expect(findCases([folder], 'sub/')).toEqual([at('sub', 'c.txtar')]);
  expect(() => findCases([at('none')], undefined)).toThrow(`${at('none')} does not exist`);
});

test.each([
  ['json', 'a/json-x.txtar', true],
  ['json*null', 'a/json-x-null.txtar', true],
  ['json*null', 'a/null-json.txtar', false],
  ['a.b', 'a-b.txtar', false],
  ['(', 'a.txtar', false],
])('the filter %s on %s', (pattern, path, expected) => {
  expect(pathFilter(pattern)(path)).toBe(expected);
});

test.each([
  ['a folder', () => folder],
  ['a file', () => at('a.txtar')],
])('watching %s tells which case changed, until it is stopped', async (_, path) => {
  const controller = new AbortController();
  const runs: (readonly string[])[] = [];
  const watching = watchCases(
    [path()],
    async (files) => {
      runs.push(files);
      controller.abort();
    },
    controller.signal,
  );
  appendFileSync(at('notes.md'), 'x');
  appendFileSync(at('a.txtar'), 'x');
  await watching;
  expect(runs).toEqual([[at('a.txtar')]]);
});
