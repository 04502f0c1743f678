import { diagnostic, type MetadataColumn, type MetadataDescriptor, printType, type SinkPlan } from '@tsql/core';
import { canCast } from '@tsql/functions';
import type { Insert } from '@tsql/grammar';
import { printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import type { Expression, PlanNode, SinkNode } from '../plan/index.js';
import { explicitCast } from '../query/build-expression.js';
import { inputs, project } from '../query/build-node.js';
import { invalid } from '../query/expression-context.js';
import { planQuery } from '../query/plan-query.js';
import { prune } from '../query/prune.js';
import type { QueryContext } from '../query/query-context.js';
import { jobSettings } from '../settings/index.js';
import { findTable } from '../table/find-table.js';
import { findDescriptor, isMetadata, offeredMetadata } from '../table/metadata-columns.js';
import { withHints } from '../table/table-options.js';
import { findConnector, relocating, type TableUse, tableContext } from '../table/table-use.js';
import { matchSchema } from './match-schema.js';
import { settleChangelog, type UpsertMaterialize } from './settle-changelog.js';
import { arrangeColumns, persistedColumns } from './sink-columns.js';
import { checkOverwrite, partitionTexts, staticPartition } from './static-partition.js';

/** What planning a query starts from. */
export function queryContext(planner: PlannerContext): QueryContext {
  const { localTimeZone, runtimeMode } = jobSettings(planner.settings);
  return { planner, localTimeZone, runtimeMode, withQueries: new Map(), expanding: [] };
}

/** Plans one INSERT, or reports what is wrong with it and returns undefined. */
export function planInsert(context: PlannerContext, insert: Insert): SinkNode | undefined {
  const table = findTable(context, insert.table);
  const query = planQuery(queryContext(context), insert.query);
  if (table === undefined || table.kind === 'broken') return undefined;
  if (table.kind === 'view') return invalid(context, 'a view cannot be written', insert.table.span);
  const partition = staticPartition(context, insert, table);
  if (partition === undefined) return undefined;
  const entries = withHints(context, table.options, insert.hints);
  const arranged = query && arrangeColumns(context, { insert, table, query, partition });
  const matched = arranged && matchSchema(context, table, arranged, insert.query);
  if (entries === undefined) return undefined;
  const overwrite = insert.overwrite ? partitionTexts(insert) : undefined;
  const use = { table, span: insert.table.span, entries, overwrite };
  if (insert.overwrite && !checkOverwrite(context, insert, use)) return undefined;
  const target = planTarget(context, use);
  return target && matched && planSink(context, target, matched);
}

/** A table as its connector writes it. */
export interface SinkTarget {
  readonly use: TableUse;
  readonly sink: SinkPlan;
  /** Of the metadata columns, in their order. */
  readonly descriptors: readonly MetadataDescriptor[];
}

/** Plans the writing of a table, whatever its rows are; reports what is wrong with the table. */
export function planTarget(context: PlannerContext, use: TableUse): SinkTarget | undefined {
  const connector = findConnector(context, use);
  if (connector === undefined) return undefined;
  if (connector.planSink === undefined) {
    return invalid(context, `the connector '${connector.identifier}' reads only: it cannot be written`, use.span);
  }
  const metadata = persistedColumns(use.table).filter(isMetadata);
  const offered = offeredMetadata(context, use, connector, 'sink');
  const descriptors = metadata.map((column) => findDescriptor(context, use, column, offered));
  const castable = metadata.map((column, index) => isWritable(context, use, column, descriptors[index]));
  const known = descriptors.filter((descriptor) => descriptor !== undefined);
  const keys = known.map(({ key }) => key);
  const sink = connector.planSink(tableContext(context, use, keys));
  if (sink === undefined || known.length < metadata.length || !castable.every(Boolean)) return undefined;
  return { use, sink, descriptors: known };
}

/** Plans the writing of rows that have the table's columns. */
export function planSink(context: PlannerContext, target: SinkTarget, rows: PlanNode): SinkNode | undefined {
  const { use, sink, descriptors } = target;
  const input = physicalFirst(context, use, rows, descriptors);
  const pruned = prune(input, jobSettings(context.settings).localTimeZone);
  const settled = settleChangelog(pruned, sink, upsertMaterialize(context));
  if (settled === undefined) {
    const table = printPath(use.table.path);
    context.accept(diagnostic('TSQL_PLAN_CHANGELOG', { table }, { span: use.span }));
    return undefined;
  }
  const physical = persistedColumns(use.table).filter((column) => column.kind === 'physical');
  return {
    sink,
    input: settled,
    notNull: physical.flatMap(({ name, type }, index) => (type.nullable ? [] : [{ index, name }])),
    notNullEnforcer: isSetting(context, 'table.exec.sink.not-null-enforcer', 'DROP') ? 'DROP' : 'ERROR',
    trimPad: isSetting(context, 'table.exec.sink.type-length-enforcer', 'TRIM_PAD'),
  };
}

const isSetting = (context: PlannerContext, key: string, value: string): boolean =>
  context.settings.get(key)?.toUpperCase().replaceAll('-', '_') === value;

function isWritable(
  context: PlannerContext,
  use: TableUse,
  column: MetadataColumn,
  descriptor: MetadataDescriptor | undefined,
): boolean {
  if (descriptor === undefined || canCast(column.type, descriptor.type)) return true;
  const span = column.span === undefined ? {} : { span: column.span };
  relocating(
    context,
    use,
  )(diagnostic('TSQL_TYPE_CAST', { from: printType(column.type), to: printType(descriptor.type) }, span));
  return false;
}

/** Rows as sinks take them: physical columns, then metadata in the types of the connector. */
function physicalFirst(
  context: PlannerContext,
  use: TableUse,
  rows: PlanNode,
  descriptors: readonly (MetadataDescriptor | undefined)[],
): PlanNode {
  const columns = persistedColumns(use.table);
  if (descriptors.length === 0) return rows;
  const { localTimeZone } = jobSettings(context.settings);
  const all = inputs(rows).map((input, index) => ({ input, column: columns[index] }));
  const physical = all.filter(({ column }) => column?.kind === 'physical').map(({ input }) => input);
  const metadata = all.filter(({ column }) => column?.kind === 'metadata').map(({ input }) => input);
  const expressionContext = { planner: context, scope: { sources: [] }, localTimeZone };
  const cast = metadata.map((input, index): Expression => {
    const type = descriptors[index]?.type ?? input.type;
    return explicitCast(expressionContext, input, type, { isTry: false, span: use.span }) ?? input;
  });
  const names = [
    ...columns.filter((column) => column.kind === 'physical').map((column) => column.name),
    ...descriptors.map((descriptor) => `$metadata$${descriptor?.key ?? ''}`),
  ];
  return project(rows, [...physical, ...cast], names, localTimeZone);
}

function upsertMaterialize(context: PlannerContext): UpsertMaterialize {
  const setting = context.settings.get('table.exec.sink.upsert-materialize')?.toUpperCase();
  return setting === 'NONE' || setting === 'FORCE' ? setting : 'AUTO';
}
