import type { Position, RecordSource } from '@tsql/core';
import type { CommittedOffset, GroupMetadata } from '@tsql/kafka-native';

/** A source on Kafka whose positions can become a part of a transaction. */
export interface StoringSource extends RecordSource {
  /** The brokers, however they are listed. */
  readonly servers: string;
  /** The group that positions are stored in, with the place in it; undefined without one, or before it was joined. */
  group(): GroupMetadata | undefined;
  /** Positions as they are stored. */
  storedOffsets(positions: readonly Position[]): CommittedOffset[];
}

export function isStoringSource(source: RecordSource): source is StoringSource {
  return 'storedOffsets' in source;
}
