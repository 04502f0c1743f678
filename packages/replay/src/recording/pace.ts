/** Decides when records are sent again: as far apart as their timestamps are, or faster. Times are milliseconds. */
export class Pace {
  private origin: { readonly recorded: number; readonly now: number } | undefined;

  /** `speed`: 1 for the original one, 2 for twice as fast; Infinity for no waiting. */
  constructor(
    private readonly speed: number,
    private readonly now: () => number,
  ) {}

  /** How long to wait before a record is sent. Records without a timestamp, and those out of order, wait for nothing. */
  wait(timestamp: number | undefined): number {
    if (timestamp === undefined || this.speed === Number.POSITIVE_INFINITY) return 0;
    this.origin ??= { recorded: timestamp, now: this.now() };
    const due = this.origin.now + (timestamp - this.origin.recorded) / this.speed;
    return Math.max(0, due - this.now());
  }
}

/** What becomes of a recorded timestamp: it stays, moves with all others so that the first one is now, or is that of the sending. */
export type TimestampMode = 'original' | 'shifted' | 'now';

/** Gives records their new timestamps, in the order in which they are sent. */
export function timestampShift(
  mode: TimestampMode,
  now: () => number,
): (timestamp: number | undefined) => number | undefined {
  let shift: number | undefined;
  return (timestamp) => {
    if (mode === 'now' || timestamp === undefined) return undefined;
    if (mode === 'original') return timestamp;
    shift ??= now() - timestamp;
    return Math.max(0, timestamp + shift);
  };
}
