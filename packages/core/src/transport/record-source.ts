import type { RecordBatch } from './record-batch.js';
import type { SourceSplit } from './source-split.js';

/** The next offset to read of one partition. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  /** Everything below this offset was read. */
  readonly offset: number;
}

/** What a reader reports between batches; counted in the summary, shown on the progress line. */
export interface SourceStatus {
  /** Records behind the end, over all partitions, or undefined while unknown. */
  readonly lag: number | undefined;
  /** How often a connection to a broker was lost and made anew. */
  readonly reconnects: number;
}

/**
 * Reads the records of one table. A port: Kafka and the in-memory transport implement it. Nothing here is called per
 * record.
 */
export interface RecordSource {
  /** Connects, and finds what is to be read unless that is a task's share. Fails with a `TsqlError`. */
  open(signal: AbortSignal): Promise<void>;
  /** Takes a task's share up, or more of it; read from the next poll on. Missing where tasks cannot share the table. */
  addSplits?(splits: readonly SourceSplit[]): void;
  /**
   * The next records; an empty batch when none came within `maxWaitMs`; `null` behind the last record of a bounded
   * source. A batch stays valid until the next call. Where nobody asks for headers, records may come without.
   */
  poll(maxWaitMs: number, withHeaders?: boolean): Promise<RecordBatch | null>;
  /** Says that nobody reads the last batch any more, nor a view of it: its memory may be used for the next ones. */
  release?(): void;
  /** Up to where batches were handed out, for `commit`. */
  positions(): readonly Position[];
  /** False where the table has no group: {@link commit} does nothing then. */
  readonly storesPositions: boolean;
  /** Stores positions for the next start, where the table has a group; resolves when the transport has them. */
  commit(positions: readonly Position[]): Promise<void>;
  /** Reads on from positions given out before, as if what came after them had never been polled. */
  rewind(positions: readonly Position[]): Promise<void>;
  status(): SourceStatus;
  close(): Promise<void>;
}
