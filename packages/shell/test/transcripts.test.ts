import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTranscript, transcriptsIn } from './shell-transcript.js';

for (const { name, path } of transcriptsIn(join(import.meta.dirname, '../../../test/shell'))) {
  test(`shell transcript ${name}`, { timeout: 30_000 }, async () => {
    const { found, recorded } = await runTranscript(path);
    expect(found).toBe(recorded);
  });
}
