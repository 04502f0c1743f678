import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CaseRunner, MEMORY } from '../src/commands/test/case-runner.js';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const lines = (file: string) =>
  readFileSync(join(root, 'test', file), 'utf8')
    .split('\n')
    .filter(Boolean);
const passing = new Set(lines('conformance-passing.txt'));
const areas = [...new Set([...passing].map((name) => dirname(name)))];

async function run(name: string) {
  const runner = await CaseRunner.create(MEMORY);
  return runner.run(join(root, 'test', 'conformance', `${name}.txtar`));
}

test.each(areas)('cases of %s that pass on a broker pass in memory', async (area) => {
  const failed: string[] = [];
  for (const name of [...passing].filter((candidate) => dirname(candidate) === area)) {
    const { passed, reason } = await run(name);
    if (!passed) failed.push(`${name}: ${reason}`);
  }
  expect(failed).toEqual([]);
});
