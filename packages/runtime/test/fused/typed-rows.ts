import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  FLOAT,
  INT,
  type LogicalType,
  MapValue,
  map,
  notNull,
  type Row,
  type RowType,
  row,
  SMALLINT,
  STRING,
  TINYINT,
  Timestamp,
  time,
  timestamp,
  type Value,
} from '@tsql/core';
import fc from 'fast-check';

const edge = <T>(values: fc.Arbitrary<T>, ...edges: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.constantFrom(...edges) });

const unscaled = (precision: number) => {
  const limit = 10n ** BigInt(precision) - 1n;
  return edge(fc.bigInt({ min: -limit, max: limit }), 0n, 1n, 10n, -100n, 127n, -128n, 1_000_000n, limit, -limit);
};

const texts = edge(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  ...[
    '',
    'abc',
    'plain text of some length',
    'ä',
    '日本',
    '😀',
    'a"b',
    'back\\slash',
    'line\n',
    '\u007f',
    'x'.repeat(63),
  ],
  'y'.repeat(64),
  'é'.repeat(40),
  'z'.repeat(230),
);

/** Scalar types with their values. */
const SCALARS: readonly { readonly type: LogicalType; readonly values: fc.Arbitrary<Value> }[] = [
  { type: BOOLEAN, values: fc.boolean() },
  { type: TINYINT, values: edge(fc.integer({ min: -128, max: 127 }), 0, 63, 64, -64, -65) },
  { type: SMALLINT, values: edge(fc.integer({ min: -32_768, max: 32_767 }), 0, 8191, 8192, -8192) },
  { type: INT, values: edge(fc.integer(), 0, -1, 63, 64, 2_147_483_647, -2_147_483_648) },
  {
    type: BIGINT,
    values: edge(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      0n,
      -1n,
      64n,
      2n ** 48n,
      -(2n ** 48n) - 1n,
      2n ** 53n,
    ),
  },
  { type: FLOAT, values: edge(fc.float(), 0, -0, 1.5) },
  { type: DOUBLE, values: edge(fc.double(), 0, -0, 1e7, 0.1) },
  { type: decimal(10, 2), values: unscaled(10) },
  { type: decimal(30, 10), values: unscaled(30) },
  { type: decimal(5, 0), values: unscaled(5) },
  { type: STRING, values: texts },
  { type: STRING, values: texts },
  { type: BYTES, values: fc.uint8Array({ maxLength: 70 }) },
  { type: DATE, values: edge(fc.integer({ min: -719_528, max: 2_932_896 }), 0, -1) },
  { type: time(0), values: fc.integer({ min: 0, max: 86_399 }).map((second) => second * 1000) },
  {
    type: timestamp(3),
    values: edge(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), 0, -1, 1000, 1100, 1120).map(
      (millis) => new Timestamp(millis),
    ),
  },
];

export interface Typed {
  readonly type: LogicalType;
  readonly values: fc.Arbitrary<Value>;
}

const withNull = ({ type, values }: Typed): fc.Arbitrary<Typed> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({ type, values: fc.option(values, { freq: 5 }) }) },
    { weight: 1, arbitrary: fc.constant({ type: notNull(type), values }) },
  );

const scalar = fc.constantFrom(...SCALARS).chain(withNull);

function rowOf(fields: readonly Typed[]): Typed {
  return {
    type: row(fields.map(({ type }, index) => ({ name: `f${index}`, type }))),
    values: fc.tuple(...fields.map(({ values }) => values)) as fc.Arbitrary<Row>,
  };
}

/** A type with values of it: scalars, rows within rows, arrays and maps. */
export const typed: fc.Arbitrary<Typed> = fc.letrec<{ typed: Typed }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 8, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('typed'), { minLength: 1, maxLength: 4 }).map(rowOf).chain(withNull) },
    {
      weight: 1,
      arbitrary: tie('typed')
        .map(
          ({ type, values }): Typed => ({
            type: array(type),
            values: fc.array(values, { maxLength: 3 }) as fc.Arbitrary<Row>,
          }),
        )
        .chain(withNull),
    },
    {
      weight: 1,
      arbitrary: tie('typed')
        .map(
          ({ type, values }): Typed => ({
            type: map(notNull(STRING), type),
            values: fc
              .array(fc.tuple(texts, values), { maxLength: 3 })
              .map((pairs) => new Map(pairs))
              .map((entries) => new MapValue([...entries.keys()], [...entries.values()])),
          }),
        )
        .chain(withNull),
    },
  ),
})).typed;

export interface TypedRows {
  readonly type: RowType;
  readonly rows: readonly Row[];
}

/** A row type, now and then with so many fields that they are read and written by functions of their own, and some rows. */
export const typedRows: fc.Arbitrary<TypedRows> = fc
  .oneof(
    { weight: 6, arbitrary: fc.array(typed, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(typed, { minLength: 21, maxLength: 30 }) },
  )
  .map(rowOf)
  .chain(({ type, values }) =>
    fc.record({
      type: fc.constant({ ...(type as RowType), nullable: false }),
      rows: fc.array(values as fc.Arbitrary<Row>, { minLength: 1, maxLength: 6 }),
    }),
  );

/** Some bytes changed, cut out, doubled or put in; most often none. */
export const mutation: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc.oneof(
  { weight: 5, arbitrary: fc.constant((bytes: Uint8Array) => bytes) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat({ max: 3 }),
        put: fc.uint8Array({ maxLength: 3 }),
      })
      .map(({ at, cut, put }) => (bytes: Uint8Array) => {
        const changed = [...bytes];
        changed.splice(Math.floor(at * (bytes.length + 1)), cut, ...put);
        return Uint8Array.from(changed);
      }),
  },
);
