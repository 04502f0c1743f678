import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  binary,
  char,
  DATE,
  DOUBLE,
  decimal,
  FLOAT,
  INT,
  type LogicalType,
  MapValue,
  map,
  multiset,
  row,
  SMALLINT,
  STRING,
  TINYINT,
  Timestamp,
  time,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';

/** A logical type with values at its bounds and between. */
export type TypedValues = readonly [LogicalType, readonly Value[]];

const TEXTS = [
  'text',
  ' a "quoted", text; ',
  'line\r\nline\ttab\\',
  'é 日本 😀\u0001',
  'x'.repeat(200),
  '{"a":[1]}',
  'null',
];
const YEAR_9999 = 253_402_300_799_000;
const YEAR_1 = -62_135_596_800_000;

/** Every logical type that a column can have, nested ones with one level. Types a format refuses are its own business. */
export const TYPED_VALUES: readonly TypedValues[] = [
  [BOOLEAN, [true, false]],
  [TINYINT, [-128, 0, 127]],
  [SMALLINT, [-32_768, 0, 32_767]],
  [INT, [-2_147_483_648, 0, 2_147_483_647]],
  [BIGINT, [-9_223_372_036_854_775_808n, 0n, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n]],
  [FLOAT, [0, -1.5, Math.fround(0.1), Math.fround(3.4028234e38), Math.fround(1e-40)]],
  [DOUBLE, [0, -0.1, 1e21, 5e-324, 1.7976931348623157e308]],
  [decimal(10, 2), [0n, 1n, -1n, 600_000n, 9_999_999_999n, -9_999_999_999n]],
  [decimal(38, 18), [0n, 1n, 10n ** 38n - 1n, -(10n ** 38n) + 1n]],
  [decimal(20, 0), [0n, 10n ** 19n, -(10n ** 20n) + 1n]],
  [STRING, TEXTS],
  [char(3), ['abc']],
  [BYTES, [Uint8Array.of(0, 255, 62, 63), new Uint8Array(300).fill(7)]],
  [binary(2), [Uint8Array.of(1, 2)]],
  [DATE, [0, 19_782, -719_162, 2_932_896]],
  [time(0), [0, 43_200_000, 86_399_000]],
  [time(3), [1, 86_399_999]],
  [timestamp(0), [new Timestamp(0), new Timestamp(YEAR_9999), new Timestamp(YEAR_1)]],
  [timestamp(3), [new Timestamp(1), new Timestamp(-1), new Timestamp(1_700_000_000_120)]],
  [timestamp(6), [new Timestamp(1_700_000_000_123, 456_000)]],
  [timestamp(9), [new Timestamp(-1, 999_999), new Timestamp(YEAR_9999, 1)]],
  [timestampLtz(3), [new Timestamp(0), new Timestamp(1_700_000_000_120)]],
  [timestampLtz(6), [new Timestamp(1_700_000_000_123, 456_000)]],
  [array(INT), [[], [1], [1, null, 3]]],
  [array(STRING), [['a', 'b c'], ['x']]],
  [row([{ name: 'a', type: INT }]), [[1]]],
  [
    row([
      { name: 'a', type: INT },
      { name: 'b', type: STRING },
    ]),
    [[1, 'x']],
  ],
  [map(STRING, INT), [new MapValue([], []), new MapValue(['k'], [1]), new MapValue(['a', 'b'], [1, null])]],
  [map(STRING, STRING), [new MapValue(['k'], ['v'])]],
  [multiset(STRING), [new MapValue(['x'], [2])]],
  [array(row([{ name: 'a', type: BIGINT }])), [[[1n], [null], null]]],
  [row([{ name: 'r', type: row([{ name: 'd', type: DATE }]) }]), [[[1]]]],
];
