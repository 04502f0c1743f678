import type { Diagnostic, SinkPlan, SourcePlan } from '@tsql/core';
import type { CatalogTable } from '../catalog/index.js';
import type { Environment, PlannerContext } from '../environment.js';
import { findConnector, tableContext } from './table-use.js';

/** How a connector reads or writes a table, or why it cannot. */
export interface PlannedTable<P> {
  readonly plan: P | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans the reading of a table's physical columns by its connector, outside of any statement. */
export function planTableSource(table: CatalogTable, environment: Environment): PlannedTable<SourcePlan> {
  return planned(table, environment, (context, use) =>
    findConnector(context, use)?.planSource?.(tableContext(context, use, [])),
  );
}

/** As {@link planTableSource}, for writing. */
export function planTableSink(table: CatalogTable, environment: Environment): PlannedTable<SinkPlan> {
  return planned(table, environment, (context, use) =>
    findConnector(context, use)?.planSink?.(tableContext(context, use, [])),
  );
}

function planned<P>(
  table: CatalogTable,
  environment: Environment,
  plan: (context: PlannerContext, use: Parameters<typeof tableContext>[1]) => P | undefined,
): PlannedTable<P> {
  const diagnostics: Diagnostic[] = [];
  const context: PlannerContext = {
    ...environment,
    statementSpan: table.span,
    namespace: environment.catalog.namespace,
    accept: (found) => {
      diagnostics.push(found);
    },
  };
  return { plan: plan(context, { table, span: table.span, entries: table.options }), diagnostics };
}
