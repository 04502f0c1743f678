import { type AlterView, type CreateView, type DropView, type Query, unparseQuery } from '@tsql/grammar';
import { type CatalogView, type ObjectPath, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { queryContext } from '../insert/plan-insert.js';
import type { PlanField } from '../plan/index.js';
import { withDistinctNames } from '../query/distinct-names.js';
import { invalid, refuse } from '../query/expression-context.js';
import { planQuery } from '../query/plan-query.js';
import { WrittenNames } from '../query/written-names.js';
import { resolvePath, unknownTable } from '../table/find-table.js';
import { checkNamespace } from './check-namespace.js';

/** CREATE VIEW: the query is planned, to check it, and kept. */
export function createView(context: PlannerContext, create: CreateView): void {
  const path = resolvePath(context, create.name);
  if (path === undefined) return;
  // A temporary view needs neither catalog nor database of its name.
  if (!create.temporary && !checkNamespace(context, path, create.name.span)) return;
  const { catalog } = context;
  const found = create.temporary ? catalog.findTemporary(path) : catalog.findPermanent(path);
  if (found !== undefined && found.kind !== 'broken' && create.ifNotExists) return;
  const names = new WrittenNames();
  const fields = viewFields({ ...context, names }, create);
  if (fields === undefined) {
    catalog.put({ kind: 'broken', path, isTemporary: create.temporary, span: create.span });
    return;
  }
  if (found !== undefined && found.kind !== 'broken' && !(create.orReplace && found.kind === 'view')) {
    const kind = found.kind === 'view' ? 'view' : 'table';
    refuse(context, 'TSQL_NAME_EXISTS', { kind, name: printPath(path) }, create.name.span);
    return;
  }
  const comment = create.comment === undefined ? {} : { comment: create.comment.value };
  catalog.put({
    ...viewOf({ ...context, names }, create.query, { path, fields }),
    isTemporary: create.temporary,
    ...comment,
  });
}

function viewOf(
  context: PlannerContext,
  query: Query,
  { path, fields }: { readonly path: ObjectPath; readonly fields: readonly PlanField[] },
): CatalogView {
  const { names, namespace } = context;
  const text = unparseQuery(
    {
      tableName: (name) => names?.tables.get(name),
      qualifier: (column) => names?.qualifiers.get(column),
      isValidated: false,
    },
    query,
  );
  return { kind: 'view', path, isTemporary: false, span: query.span, query, text, namespace, fields };
}

function viewFields(context: PlannerContext, create: CreateView): readonly PlanField[] | undefined {
  const query = planQuery(queryContext(context), create.query);
  if (query === undefined) return undefined;
  const planned = withDistinctNames(query);
  const { columns } = create;
  if (columns !== undefined && columns.length !== planned.fields.length) {
    const reason = `the view names ${columns.length} columns, but its query has ${planned.fields.length}`;
    return invalid(context, reason, columns[0]?.span ?? create.name.span);
  }
  const fields = planned.fields.map((field, index) => ({ ...field, name: columns?.[index]?.text ?? field.name }));
  const names = fields.map((field) => field.name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated < 0) return fields;
  const span = columns?.[repeated]?.span ?? create.query.span;
  return refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name: names[repeated] }, span);
}

/** ALTER VIEW … AS and … RENAME TO. */
export function alterView(context: PlannerContext, alter: AlterView): void {
  const view = findView(context, alter);
  if (view === undefined) return;
  const { change } = alter;
  if (change.kind === 'RenameView') {
    const to = context.catalog.qualify(
      change.to.parts.map((part) => part.text),
      { catalog: view.path.catalog, database: view.path.database },
    );
    if (to === undefined) return;
    if (context.catalog.findPermanent(to) !== undefined) {
      refuse(context, 'TSQL_NAME_EXISTS', { kind: 'view', name: printPath(to) }, change.to.span);
      return;
    }
    context.catalog.remove(view);
    context.catalog.put({ ...view, path: to });
    return;
  }
  const names = new WrittenNames();
  const query = planQuery(queryContext({ ...context, names }), change);
  if (query === undefined) return;
  const planned = withDistinctNames(query);
  const comment = view.comment === undefined ? {} : { comment: view.comment };
  context.catalog.put({
    ...viewOf({ ...context, names }, change, { path: view.path, fields: planned.fields }),
    ...comment,
  });
}

function findView(context: PlannerContext, { name }: AlterView): CatalogView | undefined {
  const path = resolvePath(context, name);
  const object = path && context.catalog.findPermanent(path);
  if (path === undefined || object?.kind === 'broken') return undefined;
  return object?.kind === 'view' ? object : unknownTable(context, path, name.span, 'view');
}

/** DROP VIEW: a temporary view has to go before the permanent one that it hides. */
export function dropView(context: PlannerContext, drop: DropView): void {
  const path = resolvePath(context, drop.name);
  if (path === undefined) return;
  const temporary = context.catalog.findTemporary(path);
  const object = drop.temporary ? temporary : context.catalog.findPermanent(path);
  if (object?.kind === 'broken') return;
  if (object?.kind === 'view' && !drop.temporary && temporary !== undefined) {
    invalid(context, `a temporary view hides ${printPath(path)}`, drop.name.span, 'DROP TEMPORARY VIEW first');
    return;
  }
  if (object?.kind === 'view') context.catalog.remove(object);
  else if (!drop.ifExists) unknownTable(context, path, drop.name.span, drop.temporary ? 'temporary view' : 'view');
}
