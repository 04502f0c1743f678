import type { OutputBatch } from './output-batch.js';

/** How a flush ended. */
export interface FlushResult {
  /** Records that were neither acknowledged nor refused when the time was up. */
  readonly unacknowledged: number;
}

/** Writes the records of one table. A port: Kafka, the in-memory transport and stdout implement it. */
export interface RecordSink {
  /** Connects and checks the target. Fails with a `TsqlError`. */
  open(signal: AbortSignal): Promise<void>;
  /** How many partitions the topic has, known once open. */
  readonly partitionCount: number;
  /**
   * Takes a batch; its slab may be reused as soon as the result is there. `undefined` when all was taken at once, a
   * promise where the transport's queue is full (back pressure). Throws what an earlier record's delivery failed with.
   */
  write(batch: OutputBatch): Promise<void> | undefined;
  /** Waits until every record is acknowledged, at most `timeoutMs`; fails when one was refused. */
  flush(timeoutMs: number): Promise<FlushResult>;
  /** Makes what was written since the last commit visible (a transaction's end; elsewhere a flush). */
  commit(): Promise<void>;
  /** Takes back what was written since the last commit, where the transport can. */
  abort(): Promise<void>;
  close(): Promise<void>;
}
