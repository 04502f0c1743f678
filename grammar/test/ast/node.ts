import type { SourceSpan } from '@tsql/core';
import fc, { type Arbitrary } from 'fast-check';

const POSITION = { offset: 0, line: 1, column: 1 };
export const SPAN: SourceSpan = { file: 'test.sql', start: POSITION, end: POSITION };

type Shape<T> = { [K in keyof T]: Arbitrary<T[K]> };

/** A node of a kind, with generated fields. */
export function node<K extends string, T extends object>(
  kind: K,
  shape: Shape<T>,
): Arbitrary<T & { kind: K; span: SourceSpan }> {
  return fc.record({ ...shape, kind: fc.constant(kind), span: fc.constant(SPAN) }) as unknown as Arbitrary<
    T & { kind: K; span: SourceSpan }
  >;
}

/** Something, or nothing. */
export function maybe<T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

/** A few of something. */
export function few<T>(arbitrary: Arbitrary<T>, minLength = 0): Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength, maxLength: minLength + 2 });
}

/** One of several constants. */
export function among<T>(...values: readonly T[]): Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** A node without spans and absent fields, to be compared. */
export function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => key !== 'span' && key !== 'sameLine' && field !== undefined)
      .map(([key, field]) => [key, withoutSpans(field)]),
  );
}
