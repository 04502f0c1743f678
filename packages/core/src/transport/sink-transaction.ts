import type { Position, RecordSource } from './record-source.js';

/** How far a source was read when a transaction is to end. */
export interface SourcePositions {
  readonly source: RecordSource;
  readonly positions: readonly Position[];
}

/**
 * What the sinks of one task write in to one cluster: it ends for all of them at once. One is always open, from the opening of
 * the first sink on.
 */
export interface SinkTransaction {
  /** True between the call of {@link commit} and its end: batches are taken then, and wait for the next transaction. */
  readonly isCommitting: boolean;
  /** True where exactly-once is promised, so that positions which it cannot hold are a fault. */
  readonly isExactlyOnce: boolean;
  /** True where the source's positions can become a part of it: the source has a group on the same cluster. */
  canHold(source: RecordSource): boolean;
  /**
   * Ends the transaction once `written` has come: what the sinks were given before the call and the positions are seen
   * together, or not at all. What they are given after the call belongs to the next one, which is open at the end. Fails with a
   * `ReplayError` where the transaction has to be aborted and can be done again, else with a `TsqlError`. `isLast`: the job ends
   * with it, and nothing is to be held back.
   */
  commit(written: Promise<unknown>, positions: readonly SourcePositions[], isLast?: boolean): Promise<void>;
  /** True where the last {@link commit} left something for a later one: no position is stored then. */
  readonly isHoldingBack?: boolean;
  /**
   * Takes back everything since the last commit, what waits for the next transaction too, and opens a new one. Fails with a
   * `RejectedRecordsError`, all done, where that is what the transaction failed of.
   *
   * `mayRenew`: the task goes on, and this is all that it commits. A writer whose transaction the brokers have given up, or do not answer
   * for, is replaced then. True where the {@link commit} under way turns out to have come through: the task goes on behind it.
   */
  abort(mayRenew?: boolean): Promise<boolean>;
}
