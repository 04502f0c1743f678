import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// @ts-expect-error: plain JavaScript, a part of the build
import { applyPatch } from '../scripts/apply-patch.mjs';

const PATCH = `why it is needed

--- a/file.c
+++ b/file.c
@@ -1,3 +1,3 @@
 first
-second
+changed
 third
`;

function patched(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'patch-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'file.c'), text);
  applyPatch(PATCH, dir);
  return readFileSync(join(dir, 'file.c'), 'utf8');
}

test('a hunk is applied wherever it stands', () => {
  expect(patched('zero\nfirst\nsecond\nthird\nfourth\n')).toBe('zero\nfirst\nchanged\nthird\nfourth\n');
});

test('a hunk that does not fit, or fits twice, is an error', () => {
  expect(() => patched('first\nthird\n')).toThrow('the patch of file.c fits 0 times');
  expect(() => patched('first\nsecond\nthird\nfirst\nsecond\nthird\n')).toThrow('fits 2 times');
});
