import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../script-input.js';

const SUFFIX = '.txtar';

/** The case files at or below the paths, in order. Throws a UsageError for a path that is not there. */
export function findCases(paths: readonly string[], filter: string | undefined): string[] {
  const isWanted = pathFilter(filter);
  return [...new Set(paths.flatMap(casesBelow))].filter(isWanted);
}

/** `*` stands for any characters; elsewhere the text has to occur in the path. */
export function pathFilter(pattern: string | undefined): (path: string) => boolean {
  if (pattern === undefined) return () => true;
  const expression = new RegExp(
    pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
      .join('.*'),
  );
  return (path) => expression.test(path);
}

export function isCaseFile(path: string): boolean {
  return path.endsWith(SUFFIX);
}

function casesBelow(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`${path} does not exist`);
  if (!found.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => casesBelow(join(path, name)))
    .filter(isCaseFile);
}
