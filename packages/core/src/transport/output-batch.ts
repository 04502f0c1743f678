/** The record that an output record was made of. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Which of the task's sinks wrote it, from 0. */
  readonly sink: number;
}

/**
 * Records on their way to a transport, laid out as {@link RecordBatch}. Positions are into `slab`; a start of -1 is null.
 */
export interface OutputBatch {
  readonly count: number;
  readonly slab: Uint8Array;
  /** The partition to write to; -1 leaves it to the client's partitioner. */
  readonly partition: Int32Array;
  readonly keyStart: Int32Array;
  readonly keyEnd: Int32Array;
  readonly valueStart: Int32Array;
  readonly valueEnd: Int32Array;
  /** Milliseconds since the epoch; NaN lets the client set the present time. */
  readonly timestamp: Float64Array;
  readonly headerIndex: Int32Array;
  readonly headerNameStart: Int32Array;
  readonly headerNameEnd: Int32Array;
  readonly headerValueStart: Int32Array;
  readonly headerValueEnd: Int32Array;
  /** Of which record each was made, where that is being followed. */
  readonly origins?: readonly (RecordOrigin | undefined)[];
}
