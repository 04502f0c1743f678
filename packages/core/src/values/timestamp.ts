/**
 * A point in time with nanoseconds: TIMESTAMP counts from 1970-01-01 00:00:00 without a zone, TIMESTAMP_LTZ from the
 * epoch. As Flink's `TimestampData`.
 */
export class Timestamp {
  constructor(
    /** Milliseconds since 1970-01-01 00:00:00, an integer; negative before. */
    readonly millis: number,
    /** Nanoseconds within the millisecond: 0 to 999,999. */
    readonly nanoOfMilli: number = 0,
  ) {}

  /** Negative, zero or positive as `a` lies before, at or behind `b`. */
  static compare(a: Timestamp, b: Timestamp): number {
    return a.millis - b.millis || a.nanoOfMilli - b.nanoOfMilli;
  }
}
