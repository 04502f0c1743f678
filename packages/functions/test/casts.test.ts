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
  map,
  printType,
  row,
  SMALLINT,
  STRING,
  TINYINT,
  time,
  timestamp,
  timestampLtz,
  type Value,
  varbinary,
  varchar,
} from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { textOf } from '../src/cast/to-text.js';
import { canCast, canCastImplicitly, commonType, createCast } from '../src/index.js';
import { CONTEXT, call } from './call.js';
import { interval } from './intervals.js';
import { date, int, literal, ts } from './literals.js';

const options = { isTry: true, context: CONTEXT };

/** TRY_CAST, its result as text. */
function tried(from: LogicalType, to: LogicalType, value: Value): string | null {
  const result = createCast(from, to, options)(value);
  return result === null ? null : textOf(to, CONTEXT)(result);
}

const fromText = (to: LogicalType) => (text: string) => tried(STRING, to, text);

describe('text to numbers', () => {
  const kinds = [INT, BIGINT, TINYINT, decimal(6, 2), DOUBLE, FLOAT].map(fromText);
  it.each([
    ['-7', '-7', '-7', '-7', '-7.00', '-7.0', '-7.0'],
    [' 42 ', '42', '42', '42', '42.00', '42.0', '42.0'],
    ['+5', '5', '5', '5', '5.00', '5.0', '5.0'],
    ['-1.9', '-1', '-1', '-1', '-1.90', '-1.9', '-1.9'],
    ['1e3', null, null, null, '1000.00', '1000.0', '1000.0'],
    ['128', '128', '128', null, '128.00', '128.0', '128.0'],
    ['10000000000', null, '10000000000', null, null, '1.0E10', '1.0E10'],
    ['', null, null, null, null, null, null],
    ['NaN', null, null, null, null, 'NaN', 'NaN'],
    ['Infinity', null, null, null, null, 'Infinity', 'Infinity'],
    ['0x10', null, null, null, null, null, null],
    ['1.005', '1', '1', '1', '1.01', '1.005', '1.005'],
    ['12345.678', '12345', '12345', null, null, '12345.678', '12345.678'],
  ])('%s', (text, ...expected) => {
    expect(kinds.map((convert) => convert(text))).toEqual(expected);
  });

  it.each([
    ['y', '0.000', '0.00'],
    ['-', null, null],
    ['+', null, null],
    ['.', '0.000', '0.00'],
    ['yy', null, null],
    ['9.9995', '10.000', '10.00'],
    ['9.9994', '9.999', '10.00'],
    ['1.', '1.000', '1.00'],
    ['0x1', null, null],
  ])('%s to DECIMAL', (text, small, large) => {
    expect([decimal(4, 3), decimal(10, 2)].map((to) => tried(STRING, to, text))).toEqual([small, large]);
  });
});

describe('numbers to numbers', () => {
  it.each([
    [BIGINT, 4294967296n, INT, '0'],
    [BIGINT, -129n, TINYINT, '127'],
    [BIGINT, 16777217n, FLOAT, '1.6777216E7'],
    [DOUBLE, 1e20, INT, '2147483647'],
    [DOUBLE, 1e20, BIGINT, '9223372036854775807'],
    [DOUBLE, 1e20, TINYINT, '-1'],
    [DOUBLE, -1e20, TINYINT, '0'],
    [decimal(20, 5), 300000000050000n, INT, '-1294967296'],
    [decimal(20, 5), -30050000n, SMALLINT, '-300'],
    [DOUBLE, 1.005, decimal(6, 2), '1.01'],
    [DOUBLE, -2.675, decimal(6, 2), '-2.68'],
    [DOUBLE, 12345.678, decimal(6, 2), null],
    [decimal(10, 3), -50n, decimal(4, 1), '-0.1'],
    [INT, 100, decimal(4, 2), null],
    [BOOLEAN, true, decimal(3, 1), '1.0'],
    [INT, -1, BOOLEAN, 'TRUE'],
  ] as const)('%# gives what Flink gives', (from, value, to, expected) => {
    expect(tried(from, to, value)).toBe(expected);
  });
});

describe('to and from text', () => {
  it('knows the words of booleans', () => {
    const words = ['true', 'T', 'yes', '1', '0', 'no', 'f', 'off', ' true ', ''].map(fromText(BOOLEAN));
    expect(words).toEqual(['TRUE', 'TRUE', 'TRUE', 'TRUE', 'FALSE', 'FALSE', 'FALSE', null, null, null]);
  });

  it('cuts and pads', () => {
    expect(tried(STRING, char(5), 'é😀x')).toBe('é😀x  ');
    expect(tried(STRING, char(2), 'é😀x')).toBe('é😀');
    expect(tried(INT, varchar(3), 12345)).toBe('123');
    expect(createCast(STRING, varbinary(2), options)('abc')).toEqual(Uint8Array.of(97, 98));
    expect(createCast(STRING, binary(4), options)('é')).toEqual(Uint8Array.of(0xc3, 0xa9, 0, 0));
    expect(tried(BYTES, STRING, Uint8Array.of(0xc3, 0xa9))).toBe('é');
  });

  it('writes collections', () => {
    expect(tried(array(INT), STRING, [1, 2, null])).toBe('[1, 2, NULL]');
    const built = call('ROW', [{ type: BOOLEAN, value: true }, date('2024-01-01'), literal('x')]);
    expect(tried(built.type, STRING, built.value)).toBe('(TRUE, 2024-01-01, x)');
    const entries = call('MAP', [literal('k'), int(1)]);
    expect(tried(entries.type, STRING, entries.value)).toBe('{k=1}');
  });

  it('converts collections by element', () => {
    expect(createCast(array(STRING), array(INT), options)(['1', '2'])).toEqual([1, 2]);
    const entries = call('MAP', [literal('a'), int(1)]);
    expect(tried(entries.type, map(STRING, DOUBLE), entries.value)).toBe('{a=1.0}');
    const fields = (a: LogicalType, b: LogicalType) =>
      row([
        { name: 'x', type: a },
        { name: 'y', type: b },
      ]);
    expect(createCast(fields(INT, STRING), fields(STRING, INT), options)([1, '2'])).toEqual(['1', 2]);
  });
});

describe('points in time', () => {
  const kinds = [DATE, time(0), timestamp(3), timestamp(0)].map(fromText);
  it.each([
    ['2024-02-29', '2024-02-29', null, '2024-02-29 00:00:00.000', '2024-02-29 00:00:00'],
    ['2024-02-29 13:14:15.6789', '2024-02-29', null, '2024-02-29 13:14:15.678', '2024-02-29 13:14:15'],
    ['2024-02-29T13:14:15', null, null, null, null],
    ['13:14', null, '13:14:00', null, null],
    ['2024-2-9', '2024-02-09', null, '2024-02-09 00:00:00.000', '2024-02-09 00:00:00'],
    ['2024-02-30', null, null, '2024-02-29 00:00:00.000', '2024-02-29 00:00:00'],
    ['2024-02-29 13', '2024-02-29', null, null, null],
    ['  2024-02-29  ', '2024-02-29', null, null, null],
    ['', null, null, null, null],
    ['12', '0012-01-01', '12:00:00', null, null],
  ])('%s', (text, ...expected) => {
    expect(kinds.map((convert) => convert(text))).toEqual(expected);
  });

  it('cuts times before 1970 toward it', () => {
    const { value } = ts('1969-12-31 23:59:59.999');
    const results = [DATE, time(0), timestamp(0), timestamp(1)].map((to) => tried(timestamp(3), to, value));
    expect(results).toEqual(['1970-01-01', '00:00:00', '1970-01-01 00:00:00', '1970-01-01 00:00:00.0']);
    expect(tried(timestampLtz(3), time(0), value)).toBe('23:59:59');
  });

  it('writes intervals', () => {
    const [days, months] = [interval('DAY TO SECOND', 93_784_000), interval('YEAR', 27)];
    expect(tried(days.type, STRING, days.value)).toBe('+1 02:03:04.000');
    expect(tried(months.type, STRING, months.value)).toBe('+2-03');
  });
});

describe('types', () => {
  it('refuses casts without meaning', () => {
    expect(canCast(BOOLEAN, DATE)).toBe(false);
    expect(canCast(BIGINT, timestamp(3))).toBe(false);
    expect(canCast(array(INT), STRING)).toBe(true);
    expect(canCast(DOUBLE, BOOLEAN)).toBe(false);
  });

  it('widens only, without CAST', () => {
    expect(canCastImplicitly(STRING, varchar(3))).toBe(true);
    expect(canCastImplicitly(STRING, char(3))).toBe(false);
    expect(canCastImplicitly(BIGINT, INT)).toBe(false);
    expect(canCastImplicitly(INT, decimal(5, 1))).toBe(true);
    expect(canCastImplicitly(decimal(5, 1), DOUBLE)).toBe(true);
    expect(canCastImplicitly(INT, STRING)).toBe(false);
    expect(canCastImplicitly(DATE, timestamp(3))).toBe(false);
  });

  it('finds common types', () => {
    const common = (...types: LogicalType[]) => {
      const type = commonType(types);
      return type && printType(type);
    };
    expect(common(INT, decimal(2, 1))).toBe('DECIMAL(11, 1)');
    expect(common(char(2), char(3))).toBe('VARCHAR(3)');
    expect(common(INT, BIGINT)).toBe('BIGINT');
    expect(common(FLOAT, INT)).toBe('FLOAT');
    expect(common(FLOAT, decimal(2, 1))).toBe('DOUBLE');
    expect(common(INT, STRING)).toBeUndefined();
    expect(common(INT, DATE)).toBeUndefined();
  });

  it('fails with the value and the type', () => {
    const cast = createCast(STRING, INT, { isTry: false, context: CONTEXT });
    expect(() => cast('abc')).toThrow("CAST('abc' AS INT) failed: 'abc' is not a valid INT");
  });
});
