import type { LogicalType } from '@tsql/core';
import {
  isApproximate,
  isBinaryString,
  isCharacter,
  isConstructed,
  isDatetime,
  isExactNumeric,
  isInteger,
  isInterval,
  isNumeric,
  isTimestamp,
  sameType,
} from './type-families.js';

/** Whether CAST takes a value from one type to the other (nullability aside). */
export function canCast(from: LogicalType, to: LogicalType): boolean {
  return castable(from, to, canCastAtomic);
}

/**
 * Whether a query's column may go into a sink's column without CAST (nullability aside): Flink's implicit casts. Only
 * those widen, but any text goes into VARCHAR(n), any number into any DECIMAL.
 */
export function canCastImplicitly(from: LogicalType, to: LogicalType): boolean {
  return castable(from, to, canCastAtomicImplicitly);
}

type AtomicRule = (from: LogicalType, to: LogicalType) => boolean;

function castable(from: LogicalType, to: LogicalType, atomic: AtomicRule): boolean {
  if (from.kind === 'NULL' || sameType(from, to)) return true;
  if (isConstructed(from) && isCharacter(to)) return atomic === canCastAtomic;
  if (!isConstructed(from) && !isConstructed(to)) return atomic(from, to);
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return castable(from.element, to.element, atomic);
  if (from.kind === 'MULTISET' && to.kind === 'MULTISET') return castable(from.element, to.element, atomic);
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    return castable(from.key, to.key, atomic) && castable(from.value, to.value, atomic);
  }
  if (from.kind !== 'ROW' || to.kind !== 'ROW' || from.fields.length !== to.fields.length) return false;
  return from.fields.every((field, index) => {
    const target = to.fields[index];
    return target !== undefined && castable(field.type, target.type, atomic);
  });
}

function canCastAtomicImplicitly(from: LogicalType, to: LogicalType): boolean {
  switch (to.kind) {
    case 'CHAR':
    case 'BINARY':
    case 'BOOLEAN':
    case 'RAW':
      return from.kind === to.kind;
    case 'VARCHAR':
      return isCharacter(from);
    case 'VARBINARY':
      return isBinaryString(from);
    case 'DECIMAL':
    case 'DOUBLE':
      return isNumeric(from);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return isInteger(from) && INTEGER_ORDER[from.kind] <= INTEGER_ORDER[to.kind];
    case 'FLOAT':
      return isNumeric(from) && from.kind !== 'DOUBLE';
    case 'DATE':
      return from.kind === 'DATE' || from.kind === 'TIMESTAMP';
    case 'TIME':
      return from.kind === 'TIME' || from.kind === 'TIMESTAMP';
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return isTimestamp(from);
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return from.kind === to.kind;
    default:
      return false;
  }
}

const INTEGER_ORDER = { TINYINT: 1, SMALLINT: 2, INTEGER: 3, BIGINT: 4 } as const;

function canCastAtomic(from: LogicalType, to: LogicalType): boolean {
  switch (to.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return from.kind !== 'RAW';
    case 'BOOLEAN':
      return from.kind === 'BOOLEAN' || isCharacter(from) || isInteger(from);
    case 'BINARY':
    case 'VARBINARY':
      return isBinaryString(from) || isCharacter(from);
    case 'DECIMAL':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return isNumeric(from) || isCharacter(from) || from.kind === 'BOOLEAN' || (isInterval(from) && isInteger(to));
    case 'FLOAT':
    case 'DOUBLE':
      return isNumeric(from) || isCharacter(from) || from.kind === 'BOOLEAN';
    case 'DATE':
      return from.kind === 'DATE' || isTimestamp(from) || isCharacter(from);
    case 'TIME':
      return from.kind === 'TIME' || isTimestamp(from) || isCharacter(from);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return isDatetime(from) || isCharacter(from);
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return from.kind === to.kind || (isExactNumeric(from) && !isApproximate(from));
    default:
      return false;
  }
}
