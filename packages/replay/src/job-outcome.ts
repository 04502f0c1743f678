import type { ExpectedError } from './case-file.js';

/** How the job of a case ended. */
export interface JobOutcome {
  readonly exitStatus: number;
  /** Everything said on stderr: positions are looked for here. */
  readonly messages: string;
  /** The errors among it, in order. */
  readonly errors: readonly ExpectedError[];
  /** What the job printed. */
  readonly lines: readonly string[];
}
