import type { Diagnostic } from '@tsql/core';

/** Hands diagnostics on and counts the errors among them. */
export function countingFaults(accept: (found: Diagnostic) => void): {
  readonly accept: (found: Diagnostic) => void;
  readonly faults: () => number;
} {
  let count = 0;
  return {
    accept(found) {
      if (found.severity === 'error') count++;
      accept(found);
    },
    faults: () => count,
  };
}
