import type { SourceSplit, TaskPlace } from '@tsql/core';

/** Takes splits that were found while a task runs, of the source with this number. */
export type SplitListener = (source: number, splits: readonly SourceSplit[]) => void;

/** What the run of a task asks of the job that it is a part of. */
export interface TaskLink extends TaskPlace {
  /** When the job began. Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Tells that the sinks are open; resolves with the splits to begin with, of each source in the order of `sharedInputs`. */
  begin(): Promise<readonly (readonly SourceSplit[])[]>;
  onSplits(listener: SplitListener): void;
}
