import type { Severity } from './diagnostic.js';

/** What is known of a code: the one place where it is declared. */
export interface CodeEntry {
  /** One sentence; `{name}` is filled from the arguments. Says what was found and what is allowed. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  readonly severity: Severity;
  /** Exit status of `tsql` when this ends a command: 2 refused before running, 1 failed while running. */
  readonly exitStatus: 0 | 1 | 2 | 3;
  /** True where trying again may succeed. */
  readonly retryable?: boolean;
}
