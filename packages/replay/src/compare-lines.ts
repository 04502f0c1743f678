import { type CaseFile, outputLines } from './case-file.js';
import { failedRunning } from './compare-end.js';

/** Expected and printed lines, where they differ. */
export interface LinesDifference {
  readonly wanted: readonly string[];
  readonly found: readonly string[];
}

/**
 * Compares what was printed, where the case asks for it. A job that is to fail may have printed more before, and nothing
 * at all where it was refused beforehand.
 */
export function compareLines(printed: readonly string[], { expected }: CaseFile): LinesDifference | undefined {
  const wanted = expected.lines;
  if (wanted === undefined) return undefined;
  const found = outputLines(printed);
  const recorded = expected.recordedError;
  const isSame =
    recorded === undefined
      ? wanted.length === found.length && startsWith(found, wanted)
      : startsWith(found, wanted) || (found.length === 0 && !failedRunning(recorded));
  return isSame ? undefined : { wanted, found };
}

function startsWith(lines: readonly string[], start: readonly string[]): boolean {
  return start.every((line, index) => line === lines[index]);
}
