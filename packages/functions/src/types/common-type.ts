import { DOUBLE, FLOAT, type LogicalType, MAX_LENGTH, type RowType, STRING, withNullability } from '@tsql/core';

import {
  asDecimal,
  BITS,
  isApproximate,
  isBinaryString,
  isCharacter,
  isConstructed,
  isDatetime,
  isExactNumeric,
  isInteger,
  isNumeric,
  isTimestamp,
  sameType,
} from './type-families.js';

export interface CommonTypeOptions {
  /** CASE and UNION turn everything into STRING where texts meet other atomic types; COALESCE, IF and ARRAY do not. */
  readonly promotesToString?: boolean;
}

/**
 * The type that all of `types` can be converted to (Flink's `LogicalTypeMerging.findCommonType`), or undefined. It is
 * nullable if one of them is.
 *
 * @example commonType([INT, decimal(2, 1)]) // DECIMAL(11, 1)
 */
export function commonType(types: readonly LogicalType[], options: CommonTypeOptions = {}): LogicalType | undefined {
  const nullable = types.some((type) => type.nullable);
  let common: LogicalType | undefined;
  for (const type of types) {
    if (type.kind === 'NULL') continue;
    common = common === undefined ? type : (merge(common, type) ?? promoted(common, type, options));
    if (common === undefined) return undefined;
  }
  const result = common ?? types[0];
  return result === undefined ? undefined : withNullability(result, nullable);
}

function promoted(a: LogicalType, b: LogicalType, options: CommonTypeOptions): LogicalType | undefined {
  const fits = options.promotesToString === true && (isCharacter(a) || isCharacter(b));
  return fits && ![a, b].some((type) => isConstructed(type) || isBinaryString(type)) ? STRING : undefined;
}

/** Merges two types. Its nullability is settled by the caller for the outermost level. */
function merge(a: LogicalType, b: LogicalType): LogicalType | undefined {
  if (isNumeric(a) && isNumeric(b)) return mergeNumeric(a, b);
  if (isCharacter(a) && isCharacter(b)) {
    const length = Math.max(a.length, b.length);
    const fixed = a.kind === 'CHAR' && b.kind === 'CHAR' && a.length === b.length;
    return { kind: fixed ? 'CHAR' : 'VARCHAR', length, nullable: true };
  }
  if (isBinaryString(a) && isBinaryString(b)) {
    const length = Math.max(a.length, b.length);
    const fixed = a.kind === 'BINARY' && b.kind === 'BINARY' && a.length === b.length;
    return { kind: fixed ? 'BINARY' : 'VARBINARY', length, nullable: true };
  }
  if (isDatetime(a) && isDatetime(b)) return mergeDatetime(a, b);
  if (a.kind !== b.kind) return undefined;
  return mergeConstructed(a, b);
}

function mergeNumeric(a: LogicalType, b: LogicalType): LogicalType {
  if (isInteger(a) && isInteger(b)) return BITS[a.kind] >= BITS[b.kind] ? a : b;
  if (isExactNumeric(a) && isExactNumeric(b)) {
    const [left, right] = [asDecimal(a), asDecimal(b)];
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    const precision = Math.min(38, whole + scale);
    return { kind: 'DECIMAL', precision, scale: Math.min(scale, precision), nullable: true };
  }
  const isDouble = [a, b].some((type) => type.kind === 'DOUBLE' || !(isApproximate(type) || isInteger(type)));
  return isDouble ? DOUBLE : FLOAT;
}

function mergeDatetime(a: LogicalType, b: LogicalType): LogicalType | undefined {
  const precision = Math.max(precisionOf(a), precisionOf(b));
  if (a.kind === b.kind) {
    if (a.kind === 'DATE') return a;
    return { ...bare(a), precision } as LogicalType;
  }
  if (isTimestamp(a) || isTimestamp(b)) {
    const kind = a.kind === 'TIMESTAMP_LTZ' || b.kind === 'TIMESTAMP_LTZ' ? 'TIMESTAMP_LTZ' : 'TIMESTAMP';
    return { kind, precision, nullable: true };
  }
  return undefined;
}

const precisionOf = (type: LogicalType): number => ('precision' in type ? type.precision : 0);

function bare(type: LogicalType): LogicalType {
  if (!isTimestamp(type) || type.timeAttribute === undefined) return type;
  return { kind: type.kind, precision: type.precision, nullable: type.nullable };
}

function mergeConstructed(a: LogicalType, b: LogicalType): LogicalType | undefined {
  if ((a.kind === 'ARRAY' && b.kind === 'ARRAY') || (a.kind === 'MULTISET' && b.kind === 'MULTISET')) {
    const element = commonType([a.element, b.element]);
    return element === undefined ? undefined : { ...a, element };
  }
  if (a.kind === 'MAP' && b.kind === 'MAP') {
    const key = commonType([a.key, b.key]);
    const value = commonType([a.value, b.value]);
    return key === undefined || value === undefined ? undefined : { ...a, key, value };
  }
  if (a.kind === 'ROW' && b.kind === 'ROW') return mergeRows(a, b);
  if (a.kind === 'INTERVAL_DAY_TIME' || a.kind === 'INTERVAL_YEAR_MONTH') return a;
  return sameType(a, b) ? a : undefined;
}

function mergeRows(a: RowType, b: RowType): RowType | undefined {
  if (a.fields.length !== b.fields.length) return undefined;
  const fields = [];
  for (const [index, field] of a.fields.entries()) {
    const other = b.fields[index];
    const type = other === undefined ? undefined : commonType([field.type, other.type]);
    if (type === undefined) return undefined;
    fields.push({ ...field, type });
  }
  return { ...a, fields };
}

/** VARCHAR and VARBINARY lengths add up to at most the largest. */
export const addLengths = (a: number, b: number): number => Math.min(MAX_LENGTH, a + b);
