import type { LogicalType } from '@tsql/core';

/** More fields than this are read and written by functions of their own: V8 optimizes none that are too long. */
export const MAX_INLINE_FIELDS = 20;
/** So many fields by each of them. */
export const FIELDS_PER_FUNCTION = 8;

/** The number of fields, those of nested rows included. */
export function leafCount(type: LogicalType): number {
  return type.kind === 'ROW' ? type.fields.reduce((sum, field) => sum + leafCount(field.type), 0) : 1;
}
