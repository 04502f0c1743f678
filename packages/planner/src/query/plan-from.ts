import type { NamePart, TableAlias, TableRef, TableReference } from '@tsql/grammar';
import type { CatalogView } from '../catalog/index.js';
import { pathKey, printPath } from '../catalog/index.js';
import type { PlanNode } from '../plan/index.js';
import { findTable } from '../table/find-table.js';
import { planScan } from '../table/plan-scan.js';
import { checkHint, withHints } from '../table/table-options.js';
import { relocating } from '../table/table-use.js';
import { rename } from './build-node.js';
import { invalid, unsupported } from './expression-context.js';
import { planJoin } from './plan-join.js';
import { planQuery } from './plan-query.js';
import { planWindowFunction } from './plan-window.js';
import type { QueryContext } from './query-context.js';
import { type Relation, sourceOf } from './relation.js';

/** Plans an entry of FROM. */
export function planFrom(context: QueryContext, node: TableReference): Relation | undefined {
  switch (node.kind) {
    case 'TableRef':
      return planTableRef(context, node);
    case 'DerivedTable': {
      const query = planQuery(context, node.query);
      return query && aliased(context, query, node.alias, []);
    }
    case 'Join':
      return planJoin(context, node);
    case 'Unnest':
      return unsupported(context.planner, 'UNNEST without a table before it', node.span);
    case 'TableFunctionRef':
      return planWindowFunction(context, node);
    case 'MatchRecognize':
      return unsupported(context.planner, 'MATCH_RECOGNIZE', node.span);
  }
}

function planTableRef(context: QueryContext, node: TableRef): Relation | undefined {
  if (node.systemTime !== undefined) {
    return unsupported(context.planner, 'FOR SYSTEM_TIME AS OF', node.systemTime.span);
  }
  const [name] = node.name.parts;
  if (name !== undefined && node.name.parts.length === 1 && context.withQueries.has(name.text)) {
    const query = context.withQueries.get(name.text);
    return query && aliased(context, query, node.alias, [name.text]);
  }
  const object = findTable(context.planner, node.name);
  if (object === undefined || object.kind === 'broken') return undefined;
  const path = [object.path.catalog, object.path.database, object.path.name];
  context.planner.names?.tables.set(node.name, path);
  if (object.kind === 'view') {
    if (!node.hints.every((hint) => checkHint(context.planner, hint))) return undefined;
    const view = planView(context, object, node);
    return view && aliased(context, view, node.alias, path);
  }
  const entries = withHints(context.planner, object.options, node.hints);
  if (entries === undefined) return undefined;
  const scan = planScan(context.planner, { table: object, span: node.name.span, entries });
  return scan && aliased(context, scan, node.alias, path);
}

/** Plans a view's query as if it stood here, names seen from where the view was made. */
export function planView(
  context: QueryContext,
  view: CatalogView,
  { span }: { readonly span: TableRef['span'] },
): PlanNode | undefined {
  const key = pathKey(view.path);
  if (context.expanding.includes(key)) {
    return invalid(context.planner, `the view ${printPath(view.path)} contains itself`, span);
  }
  const use = { table: { path: view.path }, span };
  const { names: _, ...outside } = context.planner;
  const planner = {
    ...outside,
    namespace: view.namespace,
    accept: relocating(context.planner, use),
  };
  const expanding = [...context.expanding, key];
  const query = planQuery({ ...context, planner, expanding, withQueries: new Map() }, view.query);
  if (query === undefined) return undefined;
  return rename(
    query,
    query.fields.map((field, index) => ({ ...field, name: view.fields[index]?.name ?? field.name })),
  );
}

/** Gives a relation its alias, and its columns new names where the alias has them. */
export function aliased(
  context: QueryContext,
  node: PlanNode,
  alias: TableAlias | undefined,
  path: readonly string[],
): Relation | undefined {
  if (alias === undefined) {
    return { node, scope: { sources: [sourceOf(node.fields, path.at(-1), { path })] } };
  }
  const renamed = alias.columns === undefined ? node : renameColumns(context, node, alias.columns);
  return renamed && { node: renamed, scope: { sources: [sourceOf(renamed.fields, alias.name.text)] } };
}

/** `AS t (a, b)`: as many names as columns. */
export function renameColumns(context: QueryContext, node: PlanNode, names: readonly NamePart[]): PlanNode | undefined {
  if (names.length !== node.fields.length) {
    const first = names[0];
    const reason = `${names.length} column names are given for ${node.fields.length} columns`;
    return first && invalid(context.planner, reason, first.span);
  }
  return rename(
    node,
    node.fields.map((field, index) => ({ ...field, name: names[index]?.text ?? field.name })),
  );
}
