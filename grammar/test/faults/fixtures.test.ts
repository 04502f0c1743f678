import { readdirSync, readFileSync } from 'node:fs';
import { renderCodeFrame } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../src/index.js';

const FOLDER = new URL('../fixtures/errors/', import.meta.url);

// Each file names in its first line how many faults were planted in it. What they are called is in the .txt beside it.
describe('files with planted faults', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.sql'))) {
    it(file, async () => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      const planted = Number(/^-- (\d+) faults?\n/.exec(text)?.[1]);
      const { diagnostics } = parseScript(text, file);
      const frames = diagnostics.map((each) => renderCodeFrame(text, each)).join('\n\n');
      expect(diagnostics.length, frames).toBe(planted);
      await expect(`${frames}\n`).toMatchFileSnapshot(new URL(file.replace(/\.sql$/, '.txt'), FOLDER).pathname);
    });
  }
});
