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
  /**
   * Looks what the group has, after it is not known what became of a transaction: the positions of the one before (`last`), those of the
   * one in doubt (`next`), either (`same`), or what somebody else has stored. With `isSettled` nobody can change them any more; a
   * source whose partitions may have changed hands then goes on from what it has found when it is rewound.
   */
  recall(last: readonly Position[], next: readonly Position[] | undefined, isSettled: boolean): Promise<Recalled>;
}

export type Recalled = 'last' | 'next' | 'same' | 'other';

export function isStoringSource(source: RecordSource): source is StoringSource {
  return 'storedOffsets' in source;
}
