import type { TopicPartitionOffset } from './client.js';

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

/** What came with the records, after them: a partition's end, an error, or a rebalance of the group. */
export type BatchEvent =
  | { readonly kind: 'eof'; readonly topic: string; readonly partition: number; readonly offset: number }
  | {
      readonly kind: 'error';
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly error: KafkaError;
    }
  | {
      /** Answered with the next poll; `lost` ones are another member's already, so that nothing can be committed for them. */
      readonly kind: 'assigned' | 'revoked' | 'lost';
      readonly partitions: readonly TopicPartitionOffset[];
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
  /** Milliseconds since 1970; NaN: now. */
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
  /** The client cannot go on: a producer was fenced, for example. */
  readonly fatal: boolean;
  /** The same call may succeed later: a connection was lost, a leader is being elected. */
  readonly retriable: boolean;
  /** The transaction has to be aborted. */
  readonly abortable: boolean;
}
