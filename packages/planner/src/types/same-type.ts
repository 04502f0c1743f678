import { type LogicalType, MAX_LENGTH } from '@tsql/core';

/** Whether two types hold the same values: nullability, descriptions and time attributes aside. */
export function isSameType(a: LogicalType, b: LogicalType): boolean {
  if (a === b) return true;
  return a.kind === b.kind && JSON.stringify(a, ignored) === JSON.stringify(b, ignored);
}

function ignored(key: string, value: unknown): unknown {
  return key === 'nullable' || key === 'timeAttribute' || key === 'description' ? undefined : value;
}

/** Whether a value of `from` is one of `to` as it stands: a shorter text in a longer VARCHAR too. */
export function isAssignable(from: LogicalType, to: LogicalType): boolean {
  if (isSameType(from, to)) return true;
  const isText = from.kind === 'CHAR' || from.kind === 'VARCHAR';
  if (isText && to.kind === 'VARCHAR') return from.length <= to.length;
  const isBinary = from.kind === 'BINARY' || from.kind === 'VARBINARY';
  // Flink's cast pads to VARBINARY(n), so only BYTES takes bytes as they are.
  return isBinary && to.kind === 'VARBINARY' && to.length === MAX_LENGTH;
}
