/** A record as a test puts it into a topic and finds it there. */
export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
  /** Milliseconds; undefined lets the broker's client set the present time. */
  readonly timestamp: number | undefined;
}

/** What a case needs of a broker. A port: the real broker and the in-memory transport implement it. */
export interface CaseBroker {
  readonly servers: string;
  createTopics(
    topics: ReadonlyMap<string, number>,
    settings?: ReadonlyMap<string, Readonly<Record<string, string | number>>>,
  ): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** In order; resolves when all are stored. */
  produce(records: readonly StoredRecord[]): Promise<void>;
  commitOffsets(group: string, offsets: readonly { topic: string; partition: number; offset: number }[]): Promise<void>;
  /** Everything committed in a topic, by partition and offset; nothing for a topic that does not exist. */
  read(topic: string): Promise<readonly StoredRecord[]>;
  partitionCount(topic: string): Promise<number>;
  close(): Promise<void>;
}
