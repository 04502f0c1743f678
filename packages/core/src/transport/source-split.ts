/** A part of a table that one task reads: Flink's `SourceSplit`. Data, so that another thread can take it. */
export interface SourceSplit {
  readonly topic: string;
  readonly partition: number;
  /** The first offset to read; -2 is the partition's beginning, whichever offset that is. */
  readonly start: number;
  /** Behind the last offset to read, or undefined for an endless read. */
  readonly end: number | undefined;
}

/** Finds the splits of a table, for tasks that share them: Flink's `SplitEnumerator`. */
export interface SplitEnumerator {
  /** How often to look for new splits, in milliseconds; 0 for never. */
  readonly discoveryIntervalMs: number;
  /** Connects and finds what there is, with starts and bounds: once for all tasks. Fails with a `TsqlError`. */
  open(signal: AbortSignal): Promise<readonly SourceSplit[]>;
  /** What has come since the last look. */
  discover(): Promise<readonly SourceSplit[]>;
  close(): Promise<void>;
}
