import type { Column, Diagnostic, SinkPlan, SourcePlan } from '@tsql/core';
import { type CatalogTable, type Environment, planTableSink, planTableSource } from '@tsql/planner';

/** What each column of a table is in a record, by position, and why that cannot be said. */
export interface TableRoles {
  readonly roles: readonly string[];
  /** What is wrong with the table's options. */
  readonly faults: readonly Diagnostic[];
}

/**
 * Asks the connector where each column stands: `key`, `value`, `header`, `timestamp`, another part of the record that can
 * only be read (`virtual`), or nowhere (`computed`). Nothing is read from Kafka.
 */
export function tableRoles(table: CatalogTable, environment: Environment): TableRoles {
  const { columns } = table.schema;
  const source = planTableSource(table, environment);
  const { plan, diagnostics } = source.plan === undefined ? planTableSink(table, environment) : source;
  const physical = columns.filter(({ kind }) => kind === 'physical');
  const roles = columns.map((column) => roleOf(column, physical.indexOf(column), plan));
  const found = source.diagnostics.length > 0 ? source.diagnostics : diagnostics;
  return { roles, faults: plan === undefined ? found.filter(({ severity }) => severity === 'error') : [] };
}

function roleOf(column: Column, index: number, plan: SourcePlan | SinkPlan | undefined): string {
  switch (column.kind) {
    case 'computed':
      return 'computed';
    case 'metadata': {
      const name = column.metadataKey === 'headers' ? 'header' : column.metadataKey;
      return column.isVirtual ? `${name}, virtual` : name;
    }
    case 'physical': {
      if (plan === undefined) return '';
      if (!('value' in plan)) return 'row';
      const parts = { key: plan.key, value: plan.value };
      return Object.entries(parts)
        .flatMap(([name, part]) => (part?.projection.includes(index) ? [name] : []))
        .join(', ');
    }
  }
}
