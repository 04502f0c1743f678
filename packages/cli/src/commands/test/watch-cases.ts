import { statSync, watch } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { isCaseFile } from './case-files.js';

/** Editors write a file in several steps: changes this close together count as one. Milliseconds. */
const SETTLE_MS = 50;

/**
 * Watches files and folders until the signal; `onChange` gets the case files that were written, not before it has dealt with
 * the ones before.
 */
export async function watchCases(
  paths: readonly string[],
  onChange: (files: readonly string[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const changed = new Set<string>();
  let notify = () => {};
  const watchers = paths.map((path) =>
    watchPath(path, (file) => {
      changed.add(file);
      notify();
    }),
  );
  try {
    while (!signal.aborted) {
      if (changed.size === 0)
        await new Promise<void>((resolve) => {
          notify = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const files = [...changed].filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
      changed.clear();
      if (files.length > 0 && !signal.aborted) await onChange(files.sort());
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

/** A file is watched through its folder: editors that replace it would be lost otherwise. */
function watchPath(path: string, onFile: (file: string) => void) {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  return watch(folder, { recursive: isFolder }, (_event, name) => {
    if (name === null || !isCaseFile(name)) return;
    if (isFolder || name === basename(path)) onFile(isFolder ? normalize(join(folder, name)) : path);
  });
}
