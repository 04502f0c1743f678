export const GUARANTEES = ['exactly-once', 'at-least-once'] as const;
export type Guarantee = (typeof GUARANTEES)[number];

/** Short, so that a round that waits for them stays short. Milliseconds. */
export const SESSION_TIMEOUT_MS = 6_000;
export const TRANSACTION_TIMEOUT_MS = 10_000;

/** 24 keys over 6 partitions: every partition holds several keys, every instance several partitions. */
export const SHAPE = { keys: 24, partitions: 6 } as const;

/** What is run: together with a round's number it says everything that chance decides. */
export interface Setting {
  readonly seed: number;
  readonly guarantee: Guarantee;
  readonly instances: number;
}
