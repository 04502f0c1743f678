/** One part of a record that differs, both sides as text. */
export interface FieldDifference {
  /** `partition`, `key`, `value.items[0].price`, `header 2 "trace"`, `timestamp`. */
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
}

/** Stands for a side that lacks the part. */
export const NOTHING = '(nothing)';
