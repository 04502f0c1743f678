import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDouble, formatFloat } from '../../src/index.js';

/** Bits of a number and what Java 17 prints. */
const DOUBLES = [
  ['c389bd7042e65615', '-2.31845256772633248E17'],
  ['7fefffffffffffff', '1.7976931348623157E308'],
  ['10000000000000', '2.2250738585072014E-308'],
  ['453a140a7643a66b', '3.1526711628916386E25'],
  ['4360000000000000', '3.6028797018963968E16'],
  ['44702950c3f74f54', '4.769999999999999E21'],
  ['200000000000000', '4.7783097267364807E-299'],
  ['1', '4.9E-324'],
  ['4440000000000000', '5.9029581035870565E20'],
  ['43d7c23b3058aa6c', '6.8479835487449702E18'],
  ['60000000000000', '7.1202363472230444E-307'],
  ['10', '7.9E-323'],
] as const;
const FLOATS = [
  ['ca48f3d5', '-3292405.2'],
  ['deb3a4d2', '-6.4723511E18'],
  ['3e990000', '0.29882812'],
  ['800000', '1.17549435E-38'],
  ['4d000000', '1.34217728E8'],
  ['1', '1.4E-45'],
  ['10000000', '2.5243549E-29'],
  ['2', '2.8E-45'],
  ['7f7fffff', '3.4028235E38'],
  ['60000000', '3.6893488E19'],
  ['5cbab7ff', '4.20453212E17'],
  ['6a1c0760', '4.7156813E25'],
  ['5a000000', '9.0071993E15'],
  ['51b7b2c6', '9.8622292E10'],
] as const;

const view = new DataView(new ArrayBuffer(8));

describe('numbers as Java writes them', () => {
  test.each(DOUBLES)('the double 0x%s is %s', (bits, text) => {
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(formatDouble(view.getFloat64(0))).toBe(text);
  });

  test.each(FLOATS)('the float 0x%s is %s', (bits, text) => {
    view.setUint32(0, Number.parseInt(bits, 16));
    expect(formatFloat(view.getFloat32(0))).toBe(text);
  });

  test.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [0.1 + 0.2, '0.30000000000000004'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is %s', (value, text) => {
    expect(formatDouble(value)).toBe(text);
  });

  test('every text gives its number again', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => Object.is(Number(formatDouble(value)), value)));
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => Object.is(Math.fround(Number(formatFloat(value))), value)),
    );
  });
});
