import {
  type Diagnostic,
  type DynamicTableFactory,
  diagnostic,
  nearest,
  type OptionEntries,
  type SourceSpan,
  type TableContext,
} from '@tsql/core';
import { type CatalogTable, type ObjectPath, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { runtimeMode } from '../settings/index.js';

/** A table where a statement mentions it. */
export interface TableUse {
  readonly table: CatalogTable;
  /** The mention. */
  readonly span: SourceSpan;
  /** Its options, hints merged in. */
  readonly entries: OptionEntries;
  /** INSERT OVERWRITE: see `TableContext.overwrite`. */
  readonly overwrite?: Readonly<Record<string, string>> | undefined;
}

/** The mention of a table or view, for reports. */
export interface NamedUse {
  readonly table: { readonly path: ObjectPath };
  readonly span: SourceSpan;
}

/** Finds the connector of a table, or reports that there is none. */
export function findConnector(context: PlannerContext, use: TableUse): DynamicTableFactory | undefined {
  const entry = use.entries.get('connector');
  if (entry === undefined) {
    const owner = `table ${printPath(use.table.path)}`;
    context.accept(diagnostic('TSQL_OPTION_MISSING', { name: 'connector', owner }, { span: use.span }));
    return undefined;
  }
  const factory = context.connectors.get(entry.value);
  if (factory !== undefined) return factory;
  const known = [...context.connectors.keys()].sort();
  const close = nearest(entry.value, known);
  const hint = close === undefined ? undefined : `did you mean '${close}'?`;
  const found = diagnostic(
    'TSQL_OPTION_VALUE',
    { name: 'connector', value: entry.shownValue, allowed: `one of ${known.join(', ')}` },
    { span: entry.valueSpan ?? use.span, hint },
  );
  relocating(context, use)(found);
  return undefined;
}

/** What a connector plans from. `metadata`: the keys that the statement reads or writes. */
export function tableContext(context: PlannerContext, use: TableUse, metadata: readonly string[]): TableContext {
  return {
    tableName: printPath(use.table.path),
    schema: use.table.schema,
    partitionKeys: use.table.partitionKeys,
    entries: use.entries,
    metadata,
    runtimeMode: runtimeMode(context.settings),
    overwrite: use.overwrite,
    setting: (key) => context.settings.get(key),
    formats: context.formats,
    span: use.span,
    accept: relocating(context, use),
    shared: context.shared,
  };
}

/**
 * Flink refuses a table's options at the statement that uses it. So does tsql: what is found at an option of CREATE TABLE
 * is reported at the use, with the option's place beside it.
 */
export function relocating(context: PlannerContext, use: NamedUse): (found: Diagnostic) => void {
  return (found) => {
    if (found.span !== undefined && isWithin(found.span, context.statementSpan)) {
      context.accept(found);
      return;
    }
    const message = `here, in the definition of ${use.table.path.name}`;
    const related = found.span === undefined ? [] : [{ message, span: found.span }];
    context.accept({ ...found, span: use.span, related: [...related, ...(found.related ?? [])] });
  };
}

/** Whether a place lies within another, in the same file. */
export function isWithin(inner: SourceSpan, outer: SourceSpan): boolean {
  return inner.file === outer.file && inner.start.offset >= outer.start.offset && inner.end.offset <= outer.end.offset;
}
