import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Applies a unified diff to the files under a folder. Each hunk has to be found exactly once, wherever it stands; an Error
 * says which was not.
 */
export function applyPatch(patch, dir) {
  let file;
  let hunk;
  const hunks = [];
  for (const line of patch.split('\n')) {
    if (line.startsWith('--- ')) hunk = undefined;
    else if (line.startsWith('+++ b/')) file = line.slice(6);
    else if (line.startsWith('@@ ')) {
      hunk = { file, before: [], after: [] };
      hunks.push(hunk);
    } else if (hunk !== undefined) {
      if (line.startsWith('-') || line.startsWith(' ')) hunk.before.push(line.slice(1));
      if (line.startsWith('+') || line.startsWith(' ')) hunk.after.push(line.slice(1));
    }
  }
  if (hunks.length === 0) throw new Error('the patch holds no change');
  for (const { file: name, before, after } of hunks) {
    const path = join(dir, name);
    const parts = readFileSync(path, 'utf8').split(before.join('\n'));
    if (parts.length !== 2) throw new Error(`the patch of ${name} fits ${parts.length - 1} times`);
    writeFileSync(path, parts.join(after.join('\n')));
  }
}
