import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TSQL = join(import.meta.dirname, '../../../bin/tsql');

function run(args: readonly string[], input: string) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [TSQL, ...args], { input, encoding: 'utf8', env });
  return { status, stdout, stderr };
}

test.each([
  "SET 'execution.runtime-mode' = 'batch';\nSELECT 1 AS a, 'x' AS b;",
  'SELECT 1 AS a;\nSELECT nothing FROM nowhere;',
  '',
])('a script on stdin is run as by run -: %j', { timeout: 60_000 }, (script) => {
  const found = run(['shell'], script);
  expect(found).toEqual(run(['run', '-'], script));
  expect(found.stdout + found.stderr).not.toContain('\u001b');
});

test('what is wrong with the settings is said before anything else', { timeout: 60_000 }, () => {
  const { status, stderr } = run(['shell', '--set', 'execution.runtime-mode=sometimes'], 'SELECT 1;');
  expect(status).toBe(2);
  expect(stderr).toContain('execution.runtime-mode');
});

test('a profile that is not there is named', { timeout: 60_000 }, () => {
  const { status, stderr } = run(['shell', '--profile', 'nowhere'], '');
  expect(status).toBe(2);
  expect(stderr).toMatch(/there is no profile 'nowhere': .*nowhere\.sql/);
});
