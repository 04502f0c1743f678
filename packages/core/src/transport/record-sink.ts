import type { OutputBatch } from './output-batch.js';
import type { SinkTransaction } from './sink-transaction.js';

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
  /** The transaction that is written in; undefined where every record is seen at once. Known once open. */
  readonly transaction: SinkTransaction | undefined;
  close(): Promise<void>;
}
