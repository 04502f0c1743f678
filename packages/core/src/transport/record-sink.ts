import type { OutputBatch } from './output-batch.js';
import type { SinkTransaction } from './sink-transaction.js';

/** Which transaction a batch belongs to: for one that is written later than it was ready. */
export interface WriteTurn {
  /** Resolves when that transaction is open. */
  readonly opened: Promise<void>;
  /** False where that transaction begins only when the present one has ended. */
  readonly isOpen: boolean;
  /** Of the transaction; with another one the batch is not wanted any more. */
  readonly epoch: number;
}

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
  write(batch: OutputBatch, turn?: WriteTurn): Promise<void> | undefined;
  /** The turn of a batch that is to be written now; missing where it makes no difference when a batch comes. */
  turn?(): WriteTurn;
  /** Waits until every record is acknowledged, at most `timeoutMs`; fails when one was refused. */
  flush(timeoutMs: number): Promise<FlushResult>;
  /** The transaction that is written in; undefined where every record is seen at once. Known once open. */
  readonly transaction: SinkTransaction | undefined;
  /** Before records are written again: what earlier ones failed with is not told any more. */
  forgetFailures?(): Promise<void>;
  close(): Promise<void>;
}
