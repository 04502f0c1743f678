import {
  array,
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  type LogicalType,
  notNull,
  SMALLINT,
  STRING,
  TINYINT,
  time,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import { createCast, decimalLiteralType, textLiteralType } from '../src/index.js';
import { CONTEXT, type Typed } from './call.js';

/** Literals and columns, for tests. */
export const int = (value: number | null): Typed => ({ type: value === null ? INT : notNull(INT), value });
export const bigint = (value: bigint | null): Typed => ({ type: BIGINT, value });
export const double = (value: number | null): Typed => ({ type: DOUBLE, value });
export const float = (value: number): Typed => ({ type: FLOAT, value: Math.fround(value) });
export const tinyint = (value: number): Typed => ({ type: TINYINT, value });
export const smallint = (value: number): Typed => ({ type: SMALLINT, value });
export const boolean = (value: boolean | null): Typed => ({ type: BOOLEAN, value });
/** A column of the type STRING. */
export const text = (value: string | null): Typed => ({ type: STRING, value, isConstant: false });
/** A text literal. */
export const literal = (value: string): Typed => ({ type: textLiteralType(value), value });
export const ints = (...values: (number | null)[]): Typed => ({ type: array(INT), value: values });

export function decimal(written: string): Typed {
  const type = decimalLiteralType(written);
  return { type, value: BigInt(written.replace('.', '')) };
}

export const of = (type: LogicalType, written: string | null): Typed => ({
  type,
  value: cast(type, written),
  isConstant: false,
});

const cast = (type: LogicalType, written: string | null): Value =>
  createCast(STRING, type, { isTry: false, context: CONTEXT })(written);

export const ts = (written: string | null, precision = 3): Typed => of(timestamp(precision), written);
export const ltz = (written: string | null, precision = 3): Typed => of(timestampLtz(precision), written);
export const date = (written: string | null): Typed => of(DATE, written);
export const clock = (written: string): Typed => of(time(0), written);
