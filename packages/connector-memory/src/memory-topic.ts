/** A record on its way into a topic. */
export interface NewRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** In order; names may repeat. */
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
  /** Milliseconds since the epoch; undefined for the present time. */
  readonly timestamp: number | undefined;
}

/** A record as a topic holds it. Its offset is its place in the partition. */
export interface MemoryRecord extends NewRecord {
  readonly timestamp: number;
}

/** Settings of a topic, by the names that Kafka gives them. */
export interface TopicSettings {
  /** `CreateTime` (default) keeps the producer's timestamp, `LogAppendTime` sets the broker's. */
  readonly 'message.timestamp.type'?: 'CreateTime' | 'LogAppendTime';
  /** The largest record, in bytes with its overhead; default 1,048,588. */
  readonly 'max.message.bytes'?: number | string;
}

const MAX_MESSAGE_BYTES = 1_048_588;

/** A topic: records by partition. Nothing is ever removed, so every partition begins at offset 0. */
export class MemoryTopic {
  readonly partitions: readonly MemoryRecord[][];
  readonly isLogAppendTime: boolean;
  readonly maxMessageBytes: number;

  constructor(
    readonly name: string,
    partitionCount: number,
    settings: TopicSettings = {},
  ) {
    this.partitions = Array.from({ length: partitionCount }, () => []);
    this.isLogAppendTime = settings['message.timestamp.type'] === 'LogAppendTime';
    this.maxMessageBytes = Number(settings['max.message.bytes'] ?? MAX_MESSAGE_BYTES);
  }

  append(partition: number, record: NewRecord, now: number): void {
    const timestamp = this.isLogAppendTime ? now : (record.timestamp ?? now);
    this.records(partition).push({ ...record, timestamp });
  }

  /** Fails with an Error for a partition that the topic lacks. */
  records(partition: number): MemoryRecord[] {
    const records = this.partitions[partition];
    if (records === undefined)
      throw new Error(
        `topic ${this.name} has ${this.partitions.length} partitions, there is no partition ${partition}`,
      );
    return records;
  }

  /** The offset behind the last record. */
  end(partition: number): number {
    return this.records(partition).length;
  }

  /** The first offset at or after a time, or undefined if there is none. */
  offsetForTime(partition: number, timestampMs: number): number | undefined {
    const offset = this.records(partition).findIndex((record) => record.timestamp >= timestampMs);
    return offset < 0 ? undefined : offset;
  }
}
