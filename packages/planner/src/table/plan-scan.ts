import { diagnostic, type MetadataColumn, printType, type SourcePlan } from '@tsql/core';
import { canCast } from '@tsql/functions';
import type { PlannerContext } from '../environment.js';
import type { ChangelogNormalizeNode, Expression, PlanField, PlanNode, ScanNode } from '../plan/index.js';
import { convert, explicitCast } from '../query/build-expression.js';
import { inputs, project, rename } from '../query/build-node.js';
import type { ExpressionContext } from '../query/expression-context.js';
import { resolveExpression } from '../query/resolve-expression.js';
import { mapInputs } from '../query/substitute.js';
import { jobSettings, runtimeMode } from '../settings/index.js';
import { isSameType } from '../types/same-type.js';
import { findDescriptor, isMetadata, offeredMetadata } from './metadata-columns.js';
import { findConnector, relocating, type TableUse, tableContext } from './table-use.js';

/** Plans the reading of a table: its columns in declared order, metadata cast and computed columns computed. */
export function planScan(context: PlannerContext, use: TableUse): PlanNode | undefined {
  const connector = findConnector(context, use);
  if (connector === undefined) return undefined;
  if (connector.planSource === undefined) {
    const what = `the connector '${connector.identifier}'`;
    context.accept(
      diagnostic('TSQL_PLAN_INVALID', { reason: `${what} writes only: it cannot be read` }, { span: use.span }),
    );
    return undefined;
  }
  const columns = use.table.schema.columns.filter(isMetadata);
  const offered = offeredMetadata(context, use, connector, 'source');
  const descriptors = columns.map((column) => findDescriptor(context, use, column, offered));
  const castable = columns.map((column, index) => isCastable(context, use, column, descriptors[index]?.type));
  const keys = descriptors.flatMap((descriptor) => (descriptor === undefined ? [] : [descriptor.key]));
  const source = connector.planSource(tableContext(context, use, keys));
  if (source === undefined || keys.length < columns.length || !castable.every(Boolean)) return undefined;
  if (!checkMode(context, use, source)) return undefined;
  const node = declaredColumns(context, use, normalized(use, scan(use, source)));
  return node && withTime(use, node);
}

/** The column of the table's watermark is a time attribute. */
function withTime(use: TableUse, node: PlanNode): PlanNode {
  const name = use.table.schema.watermark?.column;
  if (name === undefined) return node;
  return rename(
    node,
    node.fields.map((field) => (field.name === name ? { ...field, role: 'rowtime' } : field)),
  );
}

function isCastable(
  context: PlannerContext,
  use: TableUse,
  column: MetadataColumn,
  type: MetadataColumn['type'] | undefined,
): boolean {
  if (type === undefined || canCast(type, column.type)) return true;
  const span = column.span === undefined ? {} : { span: column.span };
  relocating(context, use)(diagnostic('TSQL_TYPE_CAST', { from: printType(type), to: printType(column.type) }, span));
  return false;
}

function scan(use: TableUse, source: SourcePlan): ScanNode {
  const fields: PlanField[] = [
    ...source.physical,
    ...source.metadata.map(({ key, type }) => ({ name: `$metadata$${key}`, type })),
  ];
  const names = use.table.schema.primaryKey?.columns ?? [];
  const key = names.map((name) => source.physical.findIndex((column) => column.name === name));
  return { kind: 'scan', source, key, fields, isUpdating: source.changelogMode !== 'insert-only' };
}

/** What batch mode refuses: inputs without end and changelogs. */
function checkMode(context: PlannerContext, use: TableUse, source: SourcePlan): boolean {
  if (runtimeMode(context.settings) !== 'batch') return true;
  const reason = !source.isBounded
    ? 'an unbounded table cannot be read in batch mode'
    : source.changelogMode !== 'insert-only'
      ? 'a table with updates cannot be read in batch mode'
      : undefined;
  if (reason === undefined) return true;
  const hint = "SET 'execution.runtime-mode' = 'streaming'";
  context.accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: use.span, hint }));
  return false;
}

/** Over an upsert source the last row of each key is kept, so that updates and deletes are known. */
function normalized(use: TableUse, node: ScanNode): PlanNode {
  if (node.source.changelogMode !== 'upsert') return node;
  const key = (use.table.schema.primaryKey?.columns ?? []).map((name) =>
    node.source.physical.findIndex((column) => column.name === name),
  );
  const normalize: ChangelogNormalizeNode = {
    kind: 'changelog-normalize',
    input: node,
    key,
    emitsBefore: true,
    fields: node.fields,
    isUpdating: true,
  };
  return normalize;
}

function declaredColumns(context: PlannerContext, use: TableUse, node: PlanNode): PlanNode | undefined {
  const { localTimeZone } = jobSettings(context.settings);
  const { columns } = use.table.schema;
  if (columns.every((column) => column.kind === 'physical')) return node;
  const base = baseColumns(context, use, node);
  const expressions = columns.map((column) =>
    column.kind === 'computed'
      ? computedColumn(context, use, { name: column.name, type: column.type, base })
      : base.get(column.name),
  );
  if (!expressions.every((expression) => expression !== undefined)) return undefined;
  return project(
    node,
    expressions,
    columns.map((column) => column.name),
    localTimeZone,
  );
}

/** Physical and metadata columns by name; the latter cast to their declared types. */
function baseColumns(context: PlannerContext, use: TableUse, node: PlanNode): ReadonlyMap<string, Expression> {
  const all = inputs(node);
  const { columns } = use.table.schema;
  const physical = columns.filter((column) => column.kind === 'physical');
  const metadata = columns.filter(isMetadata);
  const { localTimeZone } = jobSettings(context.settings);
  const expressionContext: ExpressionContext = { planner: context, scope: { sources: [] }, localTimeZone };
  const base = new Map<string, Expression>();
  for (const [index, column] of physical.entries()) {
    const input = all[index];
    if (input !== undefined) base.set(column.name, input);
  }
  for (const [index, column] of metadata.entries()) {
    const input = all[physical.length + index];
    if (input === undefined) continue;
    const same = isSameType(input.type, column.type);
    const place = { isTry: false, span: use.span };
    const cast = same ? input : explicitCast(expressionContext, input, column.type, place);
    // The declared nullability holds, whatever the connector promises.
    if (cast !== undefined) base.set(column.name, { ...cast, type: column.type });
  }
  return base;
}

interface ComputedColumnUse {
  readonly name: string;
  readonly type: PlanField['type'];
  readonly base: ReadonlyMap<string, Expression>;
}

function computedColumn(context: PlannerContext, use: TableUse, column: ComputedColumnUse): Expression | undefined {
  const ast = use.table.computed.get(column.name);
  if (ast === undefined) return undefined;
  const { localTimeZone } = jobSettings(context.settings);
  const entries = [...column.base];
  const columns = entries.map(([name, { type }], index) => ({ name, type, index }));
  const scope = { sources: [{ alias: undefined, path: [], columns }] };
  const planner = { ...context, accept: relocating(context, use) };
  const resolved = resolveExpression({ planner, scope, localTimeZone }, ast);
  if (resolved === undefined) return undefined;
  return convert(inlineColumns(resolved, entries, localTimeZone), column.type, localTimeZone);
}

function inlineColumns(
  expression: Expression,
  entries: readonly (readonly [string, Expression])[],
  localTimeZone: string,
): Expression {
  return mapInputs(expression, (index, original) => entries[index]?.[1] ?? original, localTimeZone);
}
