import type { LogicalType, TableContext } from '@tsql/core';

export interface PhysicalField {
  readonly name: string;
  readonly type: LogicalType;
}

/** The columns that the connector itself stores. */
export function physicalFields(context: TableContext): PhysicalField[] {
  return context.schema.columns
    .filter((column) => column.kind === 'physical')
    .map(({ name, type }) => ({ name, type }));
}
