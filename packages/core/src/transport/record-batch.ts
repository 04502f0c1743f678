/**
 * Records as they come from a transport, laid out for bulk work: all bytes in one slab, one typed array per attribute.
 * Record `i` is described by element `i` of each array.
 */
export interface RecordBatch {
  readonly count: number;
  /** Topic names, or the paths of files, indexed by `topic`. */
  readonly topics: readonly string[];
  /** What is known of the files that the records come from, indexed by `topic`; missing where they come from topics. */
  readonly files?: readonly RecordFile[];
  readonly slab: Uint8Array;
  readonly topic: Int32Array;
  readonly partition: Int32Array;
  /** Exact up to 2^53. */
  readonly offset: Float64Array;
  /** Milliseconds since the epoch; -1 where the record has none. */
  readonly timestamp: Float64Array;
  /** See {@link TimestampType}. */
  readonly timestampType: Uint8Array;
  /** -1 where unknown. */
  readonly leaderEpoch: Int32Array;
  /** Where the key begins in the slab; -1 for a null key. */
  readonly keyStart: Int32Array;
  readonly keyEnd: Int32Array;
  /** Where the value begins in the slab; -1 for a null value (a tombstone). */
  readonly valueStart: Int32Array;
  readonly valueEnd: Int32Array;
  /** `count + 1` elements: the headers of record `i` are `headerIndex[i]` to `headerIndex[i + 1]`, in order. */
  readonly headerIndex: Int32Array;
  readonly headerNameStart: Int32Array;
  readonly headerNameEnd: Int32Array;
  /** -1 for a null header value. */
  readonly headerValueStart: Int32Array;
  readonly headerValueEnd: Int32Array;
}

/** A file that records come from. */
export interface RecordFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** `RecordBatch.timestampType`. */
export const RecordTimestampType = { NOT_AVAILABLE: 0, CREATE_TIME: 1, LOG_APPEND_TIME: 2 } as const;
