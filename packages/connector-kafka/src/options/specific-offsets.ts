export interface SpecificOffset {
  readonly partition: number;
  /** From 0, or one of {@link SPECIAL_OFFSETS}. */
  readonly offset: number;
}

/** What Flink's split takes in place of an offset. */
export const SPECIAL_OFFSETS = { latest: -1, earliest: -2, committed: -3 } as const;

export const SPECIFIC_OFFSETS_FORM = 'offsets of partitions, such as partition:0,offset:42;partition:1,offset:300';

const ENTRY = /^partition:([+-]?\d+),offset:([+-]?\d+)$/;

/** Reads `partition:0,offset:42;partition:1,offset:300` as Flink does: no blanks, up to the first empty entry, of
 * a partition's offsets the last; undefined for what is none. */
export function parseSpecificOffsets(text: string): readonly SpecificOffset[] | undefined {
  const offsets = new Map<number, number>();
  if (text.replaceAll(';', '') === '') return undefined;
  for (const entry of text.split(';')) {
    if (entry === '') break;
    const match = ENTRY.exec(entry);
    const offset = Number(match?.[2]);
    if (match === null || offset < SPECIAL_OFFSETS.committed) return undefined;
    offsets.set(Number(match[1]), offset);
  }
  return [...offsets].map(([partition, offset]) => ({ partition, offset }));
}

/** Where a partition stands: its first offset, the one behind its last record, and the group's position. */
export interface PartitionMarks {
  readonly low: number;
  readonly high: number;
  readonly committed: number | undefined;
}

/**
 * The offset that is given for a partition. For one that is not named it is the group's position, and without that the first one; undefined
 * where a position is asked for and there is none, or there is no group that could have one.
 */
export function specificOffset(
  offsets: readonly SpecificOffset[],
  partition: number,
  { low, high, committed }: PartitionMarks,
  hasGroup: boolean,
): number | undefined {
  const given = offsets.find((entry) => entry.partition === partition)?.offset;
  switch (given) {
    case undefined:
      return hasGroup ? (committed ?? low) : undefined;
    case SPECIAL_OFFSETS.latest:
      return high;
    case SPECIAL_OFFSETS.earliest:
      return low;
    case SPECIAL_OFFSETS.committed:
      return committed;
    default:
      return given;
  }
}
