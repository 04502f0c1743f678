import type { LogicalType, Value } from '@tsql/core';
import { cellText } from '@tsql/session';

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  readonly type: LogicalType;
}

const NUMERIC: ReadonlySet<LogicalType['kind']> = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'DECIMAL',
  'FLOAT',
  'DOUBLE',
]);

/** Numbers stand to the right. */
export function isNumeric({ type }: ResultColumn): boolean {
  return NUMERIC.has(type.kind);
}

/** The texts of a row's cells, by position; null for NULL. */
export function cellTexts(
  columns: readonly ResultColumn[],
  localTimeZone: string,
): (row: readonly Value[]) => (string | null)[] {
  const texts = columns.map(({ type }) => cellText(type, localTimeZone));
  return (row) =>
    texts.map((text, index) => {
      const value = row[index] ?? null;
      return value === null ? null : text(value);
    });
}
