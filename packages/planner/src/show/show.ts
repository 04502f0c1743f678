import type { Show } from '@tsql/grammar';
import type { Namespace } from '../catalog/index.js';
import { checkNamespace, unknown } from '../ddl/check-namespace.js';
import { databasePath } from '../ddl/databases.js';
import type { PlannerContext } from '../environment.js';
import type { ResultPlan } from '../plan/index.js';
import { invalid, unsupported } from '../query/expression-context.js';
import { findTable } from '../table/find-table.js';
import { describeColumns } from './describe.js';
import { FUNCTION_NAMES } from './function-names.js';
import { likeFilter } from './like-pattern.js';
import { result } from './result.js';
import { showCreate } from './show-create.js';

/** SHOW …: lists, current names, definitions. */
export function show(context: PlannerContext, node: Show): ResultPlan | undefined {
  const passes = likeFilter(node.like);
  const list = (name: string, names: readonly string[]): ResultPlan =>
    result(
      context,
      [name],
      names.filter(passes).map((each) => [each]),
    );
  switch (node.target) {
    case 'CATALOGS':
      return list('catalog name', context.catalog.catalogNames);
    case 'CURRENT CATALOG':
      return result(context, ['current catalog name'], [[context.namespace.catalog]]);
    case 'CURRENT DATABASE':
      return result(context, ['current database name'], [[context.namespace.database]]);
    case 'DATABASES':
      return showDatabases(context, node, list);
    case 'TABLES':
    case 'VIEWS': {
      const namespace = namespaceOf(context, node);
      if (namespace === undefined) return undefined;
      const objects = context.catalog.objects(namespace);
      const isViews = node.target === 'VIEWS';
      const names = objects.filter((object) => !isViews || object.kind === 'view').map((object) => object.path.name);
      return list(isViews ? 'view name' : 'table name', names);
    }
    case 'COLUMNS': {
      const table = node.name && findTable(context, node.name);
      return table && describeColumns(context, table, passes);
    }
    case 'FUNCTIONS':
      return list('function name', context.catalog.modules.some(({ isUsed }) => isUsed) ? FUNCTION_NAMES : []);
    case 'USER FUNCTIONS':
      return list('function name', []);
    case 'MODULES':
      return list(
        'module name',
        context.catalog.modules.filter(({ isUsed }) => isUsed).map(({ name }) => name),
      );
    case 'FULL MODULES':
      return result(
        context,
        ['module name', 'used'],
        context.catalog.modules.map(({ name, isUsed }) => [name, isUsed ? 'TRUE' : 'FALSE']),
      );
    case 'JARS':
      return list('jars', []);
    case 'CREATE TABLE':
    case 'CREATE VIEW':
    case 'CREATE CATALOG':
      return showCreate(context, node);
    case 'PARTITIONS':
      return invalid(context, 'the table has no partitions', node.span);
    case 'PROCEDURES':
      return invalid(context, 'the catalog has no procedures', node.span);
    case 'JOBS':
      return unsupported(context, 'SHOW JOBS', node.span);
  }
}

function showDatabases(
  context: PlannerContext,
  node: Show,
  list: (name: string, names: readonly string[]) => ResultPlan,
): ResultPlan | undefined {
  const name = node.name?.parts.map((part) => part.text).join('.') ?? context.namespace.catalog;
  const entry = context.catalog.catalog(name);
  if (entry === undefined)
    return unknown(context, 'catalog', name, context.catalog.catalogNames, node.name?.span ?? node.span);
  return list('database name', [...entry.databases.keys()].sort());
}

function namespaceOf(context: PlannerContext, node: Show): Namespace | undefined {
  if (node.name === undefined) return context.namespace;
  const path = databasePath(context, node.name);
  return path && checkNamespace(context, path, node.name.span) ? path : undefined;
}
