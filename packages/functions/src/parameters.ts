import { BIGINT, BOOLEAN, BYTES, DOUBLE, INT, type LogicalType, STRING } from '@tsql/core';
import type { Parameter } from './signature.js';
import {
  asDecimal,
  isBinaryString,
  isCharacter,
  isConstructed,
  isExactNumeric,
  isInteger,
  isNumeric,
  isTimestamp,
} from './types/type-families.js';

const isNull = (type: LogicalType): boolean => type.kind === 'NULL';

/** A parameter that keeps the argument's type where `accepts` holds, and makes an untyped NULL `ofNull`. */
export const keeping =
  (accepts: (type: LogicalType) => boolean, ofNull: LogicalType): Parameter =>
  (type) =>
    isNull(type) ? ofNull : accepts(type) ? type : undefined;

/** Text; numbers, booleans and points in time are turned into text, as Calcite's coercion does. */
export const text: Parameter = (type) => {
  if (isCharacter(type)) return type;
  return isConstructed(type) || isBinaryString(type) || type.kind === 'RAW' ? undefined : STRING;
};

/** Text alone. */
export const textOnly: Parameter = keeping(isCharacter, STRING);
export const bytes: Parameter = keeping(isBinaryString, BYTES);
export const textOrBytes: Parameter = keeping((type) => isCharacter(type) || isBinaryString(type), STRING);
export const boolean: Parameter = keeping((type) => type.kind === 'BOOLEAN', BOOLEAN);

/** A whole number up to 32 bits, or BIGINT, cast to INT. */
export const int: Parameter = (type) => (isNull(type) || isInteger(type) ? INT : undefined);
export const bigint: Parameter = (type) => (isNull(type) || isInteger(type) ? BIGINT : undefined);
/** Any number, as DOUBLE. */
export const double: Parameter = (type) => (isNull(type) || isNumeric(type) ? DOUBLE : undefined);
export const number: Parameter = keeping(isNumeric, INT);
export const exactNumber: Parameter = keeping(isExactNumeric, INT);
export const decimal: Parameter = (type) => (isExactNumeric(type) ? asDecimal(type) : undefined);
export const timestampLike: Parameter = keeping(isTimestamp, { kind: 'TIMESTAMP', precision: 3, nullable: true });
export const date: Parameter = keeping((type) => type.kind === 'DATE', { kind: 'DATE', nullable: true });
export const any: Parameter = (type) => type;
/** A constant that names something: a unit, a flag. */
export const symbol: Parameter = (type) => (type.kind === 'CHAR' || type.kind === 'VARCHAR' ? type : undefined);
