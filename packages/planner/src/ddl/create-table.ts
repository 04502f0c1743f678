import { diagnostic } from '@tsql/core';
import type { CreateTable, Distribution, DropTable } from '@tsql/grammar';
import { type CatalogTable, type ObjectPath, printPath, type TableDistribution } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { matchSchema } from '../insert/match-schema.js';
import { planSink, planTarget, queryContext } from '../insert/plan-insert.js';
import type { PlanNode, SinkNode } from '../plan/index.js';
import { withDistinctNames } from '../query/distinct-names.js';
import { invalid, refuse } from '../query/expression-context.js';
import { planQuery } from '../query/plan-query.js';
import { resolvePath, unknownTable } from '../table/find-table.js';
import { optionEntries } from '../table/table-options.js';
import { checkNamespace } from './check-namespace.js';
import { addColumns } from './draft-columns.js';
import { keyDefinitions, setPrimaryKey, setWatermark } from './draft-constraints.js';
import { finishTable } from './finish-table.js';
import { takeOver } from './like-table.js';
import { emptyDraft, type TableDraft } from './table-builder.js';

/** Makes a table; with AS also the job that fills it. */
export function createTable(context: PlannerContext, create: CreateTable): SinkNode | undefined {
  const path = resolvePath(context, create.name);
  if (path === undefined) return undefined;
  // A temporary table needs neither catalog nor database of its name.
  if (!create.temporary && !checkNamespace(context, path, create.name.span)) return undefined;
  const isKnown = existing(context, path, create.temporary) !== undefined;
  if (isKnown && create.query === undefined && create.ifNotExists) return undefined;
  const table = create.query === undefined ? declaredTable(context, create, path) : undefined;
  if (create.query !== undefined) return createTableAs(context, create, path);
  if (table === undefined) {
    context.catalog.put({ kind: 'broken', path, isTemporary: create.temporary, span: create.span });
    return undefined;
  }
  if (isKnown) return alreadyExists(context, create, path);
  context.catalog.put(table);
  return undefined;
}

function existing(context: PlannerContext, path: ObjectPath, isTemporary: boolean) {
  const found = isTemporary ? context.catalog.findTemporary(path) : context.catalog.findPermanent(path);
  return found?.kind === 'broken' ? undefined : found;
}

function alreadyExists(context: PlannerContext, create: CreateTable, path: ObjectPath): undefined {
  return refuse(context, 'TSQL_NAME_EXISTS', { kind: 'table', name: printPath(path) }, create.name.span, {
    hint: 'CREATE TABLE IF NOT EXISTS leaves it as it is',
  });
}

function declaredTable(context: PlannerContext, create: CreateTable, path: ObjectPath): CatalogTable | undefined {
  if (create.operation !== 'CREATE') return invalid(context, 'REPLACE TABLE needs AS and a query', create.span);
  const draft = emptyDraft(create.span);
  draft.options = optionEntries(context, create.options);
  if (create.like !== undefined && !takeOver(context, draft, create, create.like)) return undefined;
  const columns = addColumns(context, draft, create.columns);
  if (!columns || !setPrimaryKey(context, draft, keyDefinitions(create.columns, create.constraints))) return undefined;
  if (create.watermark !== undefined && !setWatermark(context, draft, create.watermark)) return undefined;
  if (!setClauses(context, draft, create) || !checkConnector(context, draft, create)) return undefined;
  return finishTable(draft, path, create.temporary);
}

/** COMMENT, DISTRIBUTED and PARTITIONED BY. */
function setClauses(context: PlannerContext, draft: TableDraft, create: CreateTable): boolean {
  draft.comment = create.comment?.value;
  if (create.distribution !== undefined) draft.distribution = distributionOf(create.distribution);
  const named = [...(create.distribution?.columns ?? []), ...create.partitionedBy];
  for (const { text, span } of named) {
    const column = draft.columns.find((candidate) => candidate.name === text);
    if (column?.kind === 'physical') continue;
    refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'physical column', name: text }, span);
    return false;
  }
  if (create.partitionedBy.length > 0) draft.partitionKeys = create.partitionedBy.map((part) => part.text);
  return true;
}

export const distributionOf = (node: Distribution): TableDistribution => ({
  strategy: node.strategy,
  columns: node.columns.map((part) => part.text),
  buckets: node.buckets === undefined ? undefined : Number(node.buckets.text),
});

/** Without a connector Flink takes a table for a managed one, which it has no more. Temporary ones are checked at use. */
function checkConnector(context: PlannerContext, draft: TableDraft, create: CreateTable): boolean {
  if (create.temporary || draft.options.has('connector')) return true;
  const span = create.options?.[0]?.span ?? create.name.span;
  context.accept(diagnostic('TSQL_OPTION_MISSING', { name: 'connector', owner: 'a table' }, { span }));
  return false;
}

/** CREATE TABLE … AS: the columns come from the query, which then fills the table. */
function createTableAs(context: PlannerContext, create: CreateTable, path: ObjectPath): SinkNode | undefined {
  const { query } = create;
  if (query === undefined || !checkAs(context, create)) return undefined;
  const planned = planQuery(queryContext(context), query);
  const rows = planned && withDistinctNames(planned);
  const found = existing(context, path, create.temporary);
  if (found !== undefined && create.operation === 'CREATE' && !create.ifNotExists) {
    return alreadyExists(context, create, path);
  }
  if (found === undefined && create.operation === 'REPLACE') {
    return unknownTable(context, path, create.name.span);
  }
  if (rows === undefined) {
    context.catalog.put({ kind: 'broken', path, isTemporary: create.temporary, span: create.span });
    return undefined;
  }
  const isKept = found?.kind === 'table' && create.operation === 'CREATE';
  const table = isKept ? found : tableOf(context, create, { path, rows });
  if (table === undefined) return undefined;
  if (!isKept) context.catalog.put(table);
  const matched = matchSchema(context, table, rows, query);
  const target = planTarget(context, { table, span: create.name.span, entries: table.options });
  return target && matched && planSink(context, target, matched);
}

/** What Flink refuses besides AS. */
function checkAs(context: PlannerContext, create: CreateTable): boolean {
  const refused = (reason: string, span: CreateTable['span']): false => {
    invalid(context, reason, span);
    return false;
  };
  const [column] = create.columns;
  const [constraint] = create.constraints;
  if (create.temporary) return refused('CREATE TABLE AS cannot make a temporary table', create.span);
  if (column !== undefined) return refused('CREATE TABLE AS takes its columns from the query alone', column.span);
  if (create.watermark) return refused('CREATE TABLE AS cannot define a watermark', create.watermark.span);
  if (constraint !== undefined) return refused('CREATE TABLE AS cannot define a constraint', constraint.span);
  const [partition] = create.partitionedBy;
  if (partition !== undefined) return refused('CREATE TABLE AS cannot make a partitioned table', partition.span);
  return true;
}

function tableOf(
  context: PlannerContext,
  create: CreateTable,
  { path, rows }: { readonly path: ObjectPath; readonly rows: PlanNode },
): CatalogTable | undefined {
  const draft = emptyDraft(create.span);
  draft.columns = rows.fields.map(({ name, type }) => ({ kind: 'physical', name, type }));
  draft.options = optionEntries(context, create.options);
  draft.comment = create.comment?.value;
  return checkConnector(context, draft, create) ? finishTable(draft, path, create.temporary) : undefined;
}

/** DROP TABLE: a temporary table has to go before the permanent one that it hides. */
export function dropTable(context: PlannerContext, drop: DropTable): void {
  const path = resolvePath(context, drop.name);
  if (path === undefined) return;
  const temporary = context.catalog.findTemporary(path);
  const object = drop.temporary ? temporary : context.catalog.findPermanent(path);
  if (object?.kind === 'broken') return;
  if (object?.kind === 'table' && !drop.temporary && temporary !== undefined) {
    const reason = `a temporary table hides ${printPath(path)}`;
    invalid(context, reason, drop.name.span, 'DROP TEMPORARY TABLE first');
    return;
  }
  if (object?.kind === 'table') context.catalog.remove(object);
  else if (!drop.ifExists) unknownTable(context, path, drop.name.span, drop.temporary ? 'temporary table' : 'table');
}
