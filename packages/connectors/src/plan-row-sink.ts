import { type OptionSet, type RowSinkPlan, resolveOptions, type TableContext } from '@tsql/core';
import { countingFaults } from './counting-faults.js';
import { physicalFields } from './physical-fields.js';

/** Plans a table that takes rows as they are; shared by the sinks that write no bytes. */
export function planRowSink(context: TableContext, set: OptionSet, connector: string): RowSinkPlan | undefined {
  const { accept, faults } = countingFaults(context.accept);
  const resolved = resolveOptions({ set, entries: context.entries, role: 'sink', span: context.span, accept });
  if (faults() > 0) return undefined;
  return {
    kind: 'row-sink',
    connector,
    table: context.tableName,
    physical: physicalFields(context),
    transport: resolved.toJSON(),
    changelogMode: 'all',
    metadata: [],
    primaryKey: context.schema.primaryKey?.columns ?? [],
  };
}
