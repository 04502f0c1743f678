import {
  BIGINT,
  type BinaryType,
  BOOLEAN,
  binary,
  type CharType,
  char,
  DATE,
  type DecimalType,
  DOUBLE,
  INT,
  type LogicalType,
  notNull,
  time,
  timestamp,
} from '@tsql/core';

/** The types of literals: all NOT NULL. */
export const BOOLEAN_LITERAL: LogicalType = notNull(BOOLEAN);
export const DATE_LITERAL: LogicalType = notNull(DATE);
export const DOUBLE_LITERAL: LogicalType = notNull(DOUBLE);

/** A whole number: INT where it fits, else BIGINT; undefined beyond. */
export function integerLiteralType(value: bigint): LogicalType | undefined {
  if (BigInt.asIntN(32, value) === value) return notNull(INT);
  return BigInt.asIntN(64, value) === value ? notNull(BIGINT) : undefined;
}

/** `1.50`: as many digits as are written, the leading zero counts in 0.001 (DECIMAL(4, 3)). */
export function decimalLiteralType(text: string): DecimalType {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = whole.replace(/^0+(?=\d)/, '').length + fraction.length;
  return { kind: 'DECIMAL', precision: Math.max(1, digits), scale: fraction.length, nullable: false };
}

/** `'abc'`: CHAR of its code points; '' is CHAR(0). */
export function textLiteralType(text: string): CharType {
  let length = 0;
  for (const _ of text) length++;
  return notNull(char(length));
}

export const binaryLiteralType = (bytes: Uint8Array): BinaryType => notNull(binary(bytes.length));

/** TIMESTAMP '…' has as many digits as are written. */
export const timestampLiteralType = (fractionDigits: number): LogicalType => notNull(timestamp(fractionDigits));

export const timeLiteralType = (fractionDigits = 0): LogicalType => notNull(time(fractionDigits));
