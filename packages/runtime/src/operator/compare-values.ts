import { type LogicalType, type Row, Timestamp, type Value } from '@tsql/core';

/** Negative, zero or positive as `a` stands before, with or behind `b` in ORDER BY; neither is null. */
export function compareValues(a: Value, b: Value, type: LogicalType): number {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return compareText(a as string, b as string);
    case 'BINARY':
    case 'VARBINARY':
      return Buffer.compare(a as Uint8Array, b as Uint8Array);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return Timestamp.compare(a as Timestamp, b as Timestamp);
    case 'ROW':
      return compareRows(
        a as Row,
        b as Row,
        type.fields.map((field) => field.type),
      );
    case 'BOOLEAN':
      return Number(a) - Number(b);
    default:
      return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
  }
}

function compareRows(a: Row, b: Row, types: readonly LogicalType[]): number {
  for (let i = 0; i < types.length; i++) {
    const left = a[i] ?? null;
    const right = b[i] ?? null;
    const order =
      left === null || right === null
        ? Number(left !== null) - Number(right !== null)
        : compareValues(left, right, types[i] as LogicalType);
    if (order !== 0) return order;
  }
  return 0;
}

/** By code points, as the comparison of UTF-8 bytes gives it. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
