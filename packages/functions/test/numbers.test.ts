import { BIGINT, decimal as decimalType, printType } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { call, shown, type Typed } from './call.js';
import { bigint, decimal, double, float, int, literal, of, smallint, text, tinyint } from './literals.js';

type Row = readonly [name: string, args: readonly Typed[], type: string, expected: string | null];

const x = of(decimalType(10, 2), '12345678.91');
const y = of(decimalType(6, 4), '12.3456');
const hundred = of(decimalType(10, 2), '100.0');
const seven = of(decimalType(6, 4), '7.0');
const z = of(decimalType(38, 18), '1234.0');
const w = of(decimalType(38, 0), '12345678901234567890');
const column = (value: number): Typed => ({
  ...int(value),
  type: { kind: 'INTEGER', nullable: true },
  isConstant: false,
});

const ROWS: readonly Row[] = [
  ['+', [x, y], 'DECIMAL(13, 4)', '12345691.2556'],
  ['+', [x, column(7)], 'DECIMAL(13, 2)', '12345685.91'],
  ['+', [x, decimal('1.5')], 'DECIMAL(11, 2)', '12345680.41'],
  ['+', [w, of(decimalType(38, 10), '1.5')], 'DECIMAL(38, 6)', '12345678901234567891.500000'],
  ['*', [x, y], 'DECIMAL(17, 6)', '152414813.551296'],
  ['*', [z, z], 'DECIMAL(38, 6)', '1522756.000000'],
  ['/', [hundred, seven], 'DECIMAL(21, 9)', '14.285714286'],
  ['/', [hundred, int(3)], 'DECIMAL(21, 13)', '33.3333333333333'],
  ['/', [decimal('10.0'), int(3)], 'DECIMAL(14, 12) NOT NULL', '3.333333333333'],
  ['/', [z, hundred], 'DECIMAL(38, 16)', '12.3400000000000000'],
  ['%', [of(decimalType(10, 2), '-100.25'), of(decimalType(6, 4), '7.5')], 'DECIMAL(6, 4)', '-2.7500'],
  ['MOD', [bigint(-12345678901n), int(10)], 'INT', '-1'],
  ['MOD', [decimal('5.5'), int(2)], 'DECIMAL(2, 1) NOT NULL', '1.5'],
  ['+', [tinyint(100), tinyint(100)], 'TINYINT', '-56'],
  ['+', [tinyint(100), smallint(1000)], 'SMALLINT', '1100'],
  ['+', [column(2147483647), int(1)], 'INT', '-2147483648'],
  ['*', [column(2147483647), int(2)], 'INT', '-2'],
  ['*', [bigint(9223372036854775807n), int(2)], 'BIGINT', '-2'],
  ['/', [column(-9), int(2)], 'INT', '-4'],
  ['-u', [column(-2147483648)], 'INT', '-2147483648'],
  ['ABS', [column(-2147483648)], 'INT', '-2147483648'],
  ['*', [float(0.1), double(0.1)], 'FLOAT', '0.010000001'],
  ['*', [double(0.25), float(0.5)], 'DOUBLE', '0.125'],
  ['+', [float(0.1), of(decimalType(5, 2), '1.25')], 'DOUBLE', '1.3500000014901161'],
  ['/', [float(0.1), int(3)], 'FLOAT', '0.033333335'],
  ['/', [int(1), double(0)], 'DOUBLE', 'Infinity'],
  ['SIGN', [of(decimalType(8, 3), '-2.5')], 'DECIMAL(8, 3)', '-1.000'],
  ['ROUND', [double(2.345), int(2)], 'DOUBLE', '2.35'],
  ['ROUND', [double(-2.5)], 'DOUBLE', '-3.0'],
  ['ROUND', [double(15.5), int(-1)], 'DOUBLE', '20.0'],
  ['ROUND', [double(-2.5), int(-1)], 'DOUBLE', '0.0'],
  ['ROUND', [of(decimalType(8, 3), '-2.555'), int(1)], 'DECIMAL(7, 1)', '-2.6'],
  ['ROUND', [of(decimalType(8, 3), '9.995')], 'DECIMAL(6, 0)', '10'],
  ['TRUNCATE', [of(decimalType(8, 3), '9.995'), int(1)], 'DECIMAL(7, 1)', '9.9'],
  ['TRUNCATE', [double(2.345), int(1)], 'DOUBLE', '2.3'],
  ['ROUND', [column(-1255), int(-1)], 'INT', '-1260'],
  ['TRUNCATE', [column(1255), int(-2)], 'INT', '1200'],
  ['ROUND', [float(-0.05), int(1)], 'FLOAT', '-0.1'],
  ['FLOOR', [of(decimalType(8, 3), '-2.5')], 'DECIMAL(8, 0)', '-3'],
  ['CEIL', [of(decimalType(8, 3), '-2.5')], 'DECIMAL(8, 0)', '-2'],
  ['CEIL', [double(-0.5)], 'DOUBLE', '-0.0'],
  ['CEILING', [float(1.5)], 'FLOAT', '2.0'],
  ['POWER', [int(2), int(-1)], 'DOUBLE NOT NULL', '0.5'],
  ['POWER', [int(0), double(-1)], 'DOUBLE', 'Infinity'],
  ['SQRT', [double(-1)], 'DOUBLE', 'NaN'],
  ['LOG10', [int(1000)], 'DOUBLE NOT NULL', '3.0'],
  ['LOG', [int(10), int(1000)], 'DOUBLE NOT NULL', '2.9999999999999996'],
  ['LOG2', [int(8)], 'DOUBLE NOT NULL', '3.0'],
  ['LOG', [int(3), int(9)], 'DOUBLE NOT NULL', '2.0'],
  ['DEGREES', [double(Math.PI)], 'DOUBLE', '180.0'],
  ['RADIANS', [int(180)], 'DOUBLE NOT NULL', '3.141592653589793'],
  ['GREATEST', [int(1), decimal('2.5')], 'DECIMAL(11, 1) NOT NULL', '2.5'],
  ['GREATEST', [literal('apple'), literal('Banana'), literal('cherry')], 'VARCHAR(6) NOT NULL', 'cherry'],
  ['LEAST', [int(null), int(2)], 'INT', null],
  ['COALESCE', [int(null), { type: { kind: 'BIGINT', nullable: false }, value: 1n }], 'BIGINT NOT NULL', '1'],
  ['NULLIF', [int(1), int(2)], 'INT NOT NULL', '1'],
  ['NULLIF', [literal('a'), literal('a')], 'CHAR(1)', null],
  ['IFNULL', [int(null), int(0)], 'INT NOT NULL', '0'],
  ['TYPEOF', [{ type: BIGINT, value: null }], 'STRING', 'BIGINT'],
  ['=', [float(0.1), decimal('0.1')], 'BOOLEAN', 'FALSE'],
  ['=', [double(Number.NaN), double(Number.NaN)], 'BOOLEAN', 'TRUE'],
  ['=', [int(1), decimal('1.00')], 'BOOLEAN NOT NULL', 'TRUE'],
  ['<', [literal('10'), literal('9')], 'BOOLEAN NOT NULL', 'TRUE'],
  ['IS DISTINCT FROM', [int(null), int(2)], 'BOOLEAN NOT NULL', 'TRUE'],
  ['IS NOT TRUE', [{ type: { kind: 'BOOLEAN', nullable: true }, value: null }], 'BOOLEAN NOT NULL', 'TRUE'],
];

describe('numbers, comparisons and conditions', () => {
  it.each(ROWS)('%s %# has the type %s and gives %s', (name, args, type, expected) => {
    const result = call(name, args);
    if (name !== 'TYPEOF') expect(printType(result.type)).toBe(type);
    expect(shown(result)).toBe(expected);
  });

  it('fails on division by zero, unless of doubles', () => {
    expect(() => call('/', [int(10), int(0)])).toThrow('division by zero');
    expect(() => call('%', [int(10), int(0)])).toThrow('division by zero');
    expect(() => call('/', [decimal('1.0'), of(decimalType(10, 2), '0')])).toThrow('division by zero');
  });

  it('refuses to compare text with numbers', () => {
    expect(() => call('=', [text('5'), int(5)])).toThrow('does not take');
    expect(() => call('+', [literal('5'), int(1)])).toThrow('does not take');
  });
});
