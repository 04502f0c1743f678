import { fitDecimal, formatDouble, type LogicalType, parseDecimal, type Value } from '@tsql/core';
import { BITS, isCharacter, isInterval } from '../types/type-families.js';
import type { Conversion } from './conversion.js';
import { parseDecimalText, parseDouble, parseInteger } from './text-to-number.js';

/** The conversion of a text, number, boolean or interval to a numeric type. */
export function toNumber(from: LogicalType, to: LogicalType): Conversion {
  switch (to.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
      return toSmallInteger(from, BITS[to.kind]);
    case 'BIGINT':
      return toBigint(from);
    case 'FLOAT': {
      const convert = toDouble(from);
      return (value) => {
        const double = convert(value);
        return double === undefined ? undefined : Math.fround(double);
      };
    }
    case 'DECIMAL':
      return toDecimal(from, to.precision, to.scale);
    default:
      return toDouble(from);
  }
}

function toSmallInteger(from: LogicalType, bits: number): Conversion {
  const shift = 32 - bits;
  const wrap = (value: number): number => (value << shift) >> shift;
  if (isCharacter(from)) {
    return (value) => {
      const parsed = parseInteger(value as string, bits);
      return parsed === undefined ? undefined : Number(parsed);
    };
  }
  switch (from.kind) {
    case 'BOOLEAN':
      return (value) => (value === true ? 1 : 0);
    case 'BIGINT':
      return (value) => Number(BigInt.asIntN(bits, value as bigint));
    case 'DECIMAL': {
      const divisor = 10n ** BigInt(from.scale);
      return (value) => Number(BigInt.asIntN(bits, (value as bigint) / divisor));
    }
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => wrap(saturate(value as number));
    default:
      return (value) => wrap(value as number);
  }
}

/** A double as a 32-bit integer as Java casts: NaN is 0, what lies beyond is the nearest. */
function saturate(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.min(2_147_483_647, Math.max(-2_147_483_648, value))) + 0;
}

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** A double as a 64-bit integer as Java casts. */
export function doubleToBigint(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return MAX_LONG;
  return value <= -(2 ** 63) ? MIN_LONG : BigInt(Math.trunc(value));
}

function toBigint(from: LogicalType): Conversion {
  if (isCharacter(from)) return (value) => parseInteger(value as string, 64);
  switch (from.kind) {
    case 'BOOLEAN':
      return (value) => (value === true ? 1n : 0n);
    case 'BIGINT':
      return (value) => value;
    case 'DECIMAL': {
      const divisor = 10n ** BigInt(from.scale);
      return (value) => BigInt.asIntN(64, (value as bigint) / divisor);
    }
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => doubleToBigint(value as number);
    default:
      return (value) => BigInt(value as number);
  }
}

function toDouble(from: LogicalType): (value: Value) => number | undefined {
  if (isCharacter(from)) return (value) => parseDouble(value as string);
  if (from.kind === 'BOOLEAN') return (value) => (value === true ? 1 : 0);
  if (from.kind === 'DECIMAL') return (value) => decimalToDouble(value as bigint, from.scale);
  return Number;
}

/** A DECIMAL as the nearest double. */
export function decimalToDouble(unscaled: bigint, scale: number): number {
  return Number(`${unscaled}e${-scale}`);
}

function toDecimal(from: LogicalType, precision: number, scale: number): Conversion {
  if (isCharacter(from)) return (value) => parseDecimalText(value as string, precision, scale);
  const fit = (unscaled: bigint, givenScale: number) => fitDecimal({ unscaled, scale: givenScale }, precision, scale);
  switch (from.kind) {
    case 'BOOLEAN':
      return (value) => fit(value === true ? 1n : 0n, 0);
    case 'DECIMAL':
      if (from.scale === scale && from.precision <= precision) return (value) => value;
      return (value) => fit(value as bigint, from.scale);
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => {
        const parsed = parseDecimal(formatDouble(value as number));
        return parsed === undefined ? undefined : fit(parsed.unscaled, parsed.scale);
      };
    default:
      if (isInterval(from)) return (value) => fit(BigInt(value as number), 0);
      return (value) => fit(BigInt(value as number | bigint), 0);
  }
}
