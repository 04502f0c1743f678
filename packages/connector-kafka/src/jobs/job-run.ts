import type { CommittedOffset } from '@tsql/kafka-native';
import { type PositionNote, parseNote } from './position-note.js';

/** A partition as the job's group has it; `offset` is undefined without a position. */
export interface StoredPosition extends PositionNote {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | undefined;
}

export function storedPosition({ topic, partition, offset, metadata }: CommittedOffset): StoredPosition {
  const note = parseNote(metadata);
  return { topic, partition, offset: offset < 0 ? undefined : offset, run: note?.run, end: note?.end };
}

/**
 * The number of the run that an instance takes part in when it starts: the one that is not over yet, else a new one. A partition
 * that the present run has not taken up is one more that is not over.
 */
export function runToJoin(positions: readonly StoredPosition[]): number {
  const last = Math.max(0, ...positions.map(({ run }) => run ?? 0));
  return last > 0 && !isRunOver(positions, last) ? last : last + 1;
}

/** True where every partition was read to its bound in this run, or a later one. */
export function isRunOver(positions: readonly StoredPosition[], run: number): boolean {
  return positions.every(
    (each) =>
      (each.run ?? 0) > run || (each.run === run && (each.offset ?? 0) >= (each.end ?? Number.POSITIVE_INFINITY)),
  );
}
