import { fitDecimal, type LogicalType, parseDecimal, type UnscaledDecimal, type Value } from '@tsql/core';
import { evaluationError } from './failure.js';

type IntegerKind = 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT';

const BITS: Readonly<Record<IntegerKind, number>> = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64 };

/** Cuts to the type's bits, as Java's narrowing does. */
export function wrapInteger(value: bigint, kind: IntegerKind): Value {
  const wrapped = BigInt.asIntN(BITS[kind], value);
  return kind === 'BIGINT' ? wrapped : Number(wrapped);
}

/** Any number to an integer type: integers and decimals wrap, doubles saturate at INT or BIGINT and then wrap. */
export function toInteger(from: LogicalType, kind: IntegerKind): (value: Value) => Value {
  switch (from.kind) {
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => doubleToInteger(value as number, kind);
    case 'DECIMAL': {
      const divisor = 10n ** BigInt(from.scale);
      return (value) => wrapInteger((value as bigint) / divisor, kind);
    }
    case 'BIGINT':
      return (value) => wrapInteger(value as bigint, kind);
    default:
      return (value) =>
        kind === 'BIGINT'
          ? BigInt(value as number)
          : kind === 'INTEGER'
            ? value
            : wrapInteger(BigInt(value as number), kind);
  }
}

function doubleToInteger(value: number, kind: IntegerKind): Value {
  if (Number.isNaN(value)) return kind === 'BIGINT' ? 0n : 0;
  const limit = kind === 'BIGINT' ? 9_223_372_036_854_775_807n : 2_147_483_647n;
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : value > 0 ? limit : -limit - 1n;
  return wrapInteger(whole > limit ? limit : whole < -limit - 1n ? -limit - 1n : whole, kind);
}

/** A number as a double. */
export function toDouble(from: LogicalType): (value: Value) => number {
  if (from.kind === 'DECIMAL') return (value) => Number(`${value as bigint}e${-from.scale}`);
  return (value) => Number(value);
}

/** A number as the unscaled value of DECIMAL(precision, scale); null where it has too many digits. */
export function toDecimal(from: LogicalType, precision: number, scale: number): (value: Value) => Value {
  switch (from.kind) {
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => {
        const decimal = Number.isFinite(value as number) ? parseDecimal(String(value)) : undefined;
        return decimal === undefined ? null : fitDecimal(decimal, precision, scale);
      };
    case 'DECIMAL':
      return (value) => fitDecimal({ unscaled: value as bigint, scale: from.scale }, precision, scale);
    default:
      return (value) => fitDecimal({ unscaled: BigInt(value as number), scale: 0 }, precision, scale);
  }
}

const RANGE: Readonly<Record<IntegerKind, bigint>> = {
  TINYINT: 128n,
  SMALLINT: 32_768n,
  INTEGER: 2_147_483_648n,
  BIGINT: 9_223_372_036_854_775_808n,
};

/** Text to an integer: blanks around it and a fraction are dropped, an exponent is refused (BinaryStringDataUtil). */
export function parseInteger(text: string, kind: IntegerKind): Value {
  const match = /^([+-]?)(\d*)(?:\.\d*)?$/.exec(text.trim());
  if (match === null || !/\d/.test(text)) throw evaluationError(`CAST to ${kind}`, `'${text}' is no number`);
  const magnitude = BigInt(match[2] || '0');
  const value = match[1] === '-' ? -magnitude : magnitude;
  if (value >= RANGE[kind] || value < -RANGE[kind]) {
    throw evaluationError(`CAST to ${kind}`, `'${text}' is out of range`);
  }
  return kind === 'BIGINT' ? value : Number(value);
}

/** Text to a double, as Java's `Double.parseDouble`. */
export function parseDouble(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace(/^[+-](?=NaN)/, ''));
  const match = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/.exec(trimmed);
  if (match === null) throw evaluationError('CAST to DOUBLE', `'${text}' is no number`);
  return Number(trimmed.replace(/[fFdD]$/, ''));
}

/** Text to a DECIMAL; null where it has too many digits. */
export function parseDecimalText(text: string, precision: number, scale: number): Value {
  const decimal: UnscaledDecimal | undefined = parseDecimal(text.trim());
  if (decimal === undefined) throw evaluationError(`CAST to DECIMAL(${precision}, ${scale})`, `'${text}' is no number`);
  return fitDecimal(decimal, precision, scale);
}
