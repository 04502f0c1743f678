import type { ConsumedBatch, Consumer } from '@tsql/kafka-native';

/** How many records one poll takes at most, and how many bytes: the last record may go beyond. */
const MAX_RECORDS = 4096;
const MAX_BYTES = 4 << 20;

/** Polls batches; those that are released lend their memory to the next ones. */
export class BatchPoll {
  private last: ConsumedBatch | undefined;
  private readonly maxBytes: number;

  /** `bytes`: how much the consumer may buffer. */
  constructor(bytes: number) {
    this.maxBytes = Math.min(MAX_BYTES, Math.ceil(bytes / 2));
  }

  /** Waits up to `maxWaitMs` for the first record or event. */
  async next(consumer: Consumer, maxWaitMs: number, withHeaders: boolean): Promise<ConsumedBatch> {
    this.last = await consumer.poll(MAX_RECORDS, maxWaitMs, this.maxBytes, withHeaders);
    return this.last;
  }

  /** Nobody reads the last batch any more. */
  release(consumer: Consumer | undefined): void {
    if (this.last !== undefined) consumer?.recycle(this.last);
    this.last = undefined;
  }
}
