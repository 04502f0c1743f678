/** Consumed records: one slab of bytes and arrays that describe it. Record `i` is element `i` of each array. */
export interface ConsumedBatch {
  readonly count: number;
  readonly topics: readonly string[];
  readonly slab: Uint8Array;
  readonly topic: Int32Array;
  readonly partition: Int32Array;
  readonly offset: Float64Array;
  /** Milliseconds; -1 where the record has none. */
  readonly timestamp: Float64Array;
  /** 0 not available, 1 CreateTime, 2 LogAppendTime. */
  readonly timestampType: Uint8Array;
  readonly leaderEpoch: Int32Array;
  /** -1 for a null key; likewise below. */
  readonly keyStart: Int32Array;
  readonly keyEnd: Int32Array;
  readonly valueStart: Int32Array;
  readonly valueEnd: Int32Array;
  readonly headerIndex: Int32Array;
  readonly headerNameStart: Int32Array;
  readonly headerNameEnd: Int32Array;
  readonly headerValueStart: Int32Array;
  readonly headerValueEnd: Int32Array;
  readonly events: readonly BatchEvent[];
}

/** What came between records: a partition's end, or an error. */
export type BatchEvent =
  | { readonly kind: 'eof'; readonly topic: string; readonly partition: number; readonly offset: number }
  | {
      readonly kind: 'error';
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly error: KafkaError;
    };

/** Records to send, laid out in the same way. */
export interface ProducedBatch {
  readonly count: number;
  readonly slab: Uint8Array;
  /** -1: the partitioner decides. */
  readonly partition: Int32Array;
  readonly keyStart: Int32Array;
  readonly keyEnd: Int32Array;
  readonly valueStart: Int32Array;
  readonly valueEnd: Int32Array;
  /** Milliseconds; NaN: now. librdkafka's interface cannot send 0: it stands for now as well. */
  readonly timestamp: Float64Array;
  readonly headerIndex: Int32Array;
  readonly headerNameStart: Int32Array;
  readonly headerNameEnd: Int32Array;
  readonly headerValueStart: Int32Array;
  readonly headerValueEnd: Int32Array;
}

/** An error of librdkafka. */
export interface KafkaError extends Error {
  /** librdkafka's number: negative for its own, positive for the broker's. */
  readonly code: number;
  /** `_TIMED_OUT`, `UNKNOWN_TOPIC_OR_PART`, … */
  readonly errorName: string;
  readonly fatal: boolean;
  readonly retriable: boolean;
  /** The transaction has to be aborted. */
  readonly abortable: boolean;
}
