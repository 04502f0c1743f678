import type { AlterDatabase, CreateDatabase, DropDatabase, Identifier, UseCatalog, UseDatabase } from '@tsql/grammar';
import type { Namespace } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse } from '../query/expression-context.js';
import { optionEntries } from '../table/table-options.js';
import { checkNamespace, unknown } from './check-namespace.js';

/** `d` or `c.d`, completed with the current catalog. */
export function databasePath(context: PlannerContext, name: Identifier): Namespace | undefined {
  const [first, second, ...rest] = name.parts.map((part) => part.text);
  if (first === undefined || rest.length > 0) return invalid(context, 'a database has one or two names', name.span);
  return second === undefined
    ? { catalog: context.namespace.catalog, database: first }
    : { catalog: first, database: second };
}

const print = ({ catalog, database }: Namespace): string => `${catalog}.${database}`;

export function createDatabase(context: PlannerContext, create: CreateDatabase): void {
  const path = databasePath(context, create.name);
  if (path === undefined) return;
  const entry = context.catalog.catalog(path.catalog);
  if (entry === undefined) {
    unknown(context, 'catalog', path.catalog, context.catalog.catalogNames, create.name.span);
    return;
  }
  if (entry.databases.has(path.database)) {
    if (create.ifNotExists) return;
    refuse(context, 'TSQL_NAME_EXISTS', { kind: 'database', name: print(path) }, create.name.span);
    return;
  }
  const comment = create.comment === undefined ? {} : { comment: create.comment.value };
  const options = optionEntries(context, create.options);
  context.catalog.addDatabase(path.catalog, { name: path.database, options, objects: new Map(), ...comment });
}

export function alterDatabase(context: PlannerContext, alter: AlterDatabase): void {
  const path = databasePath(context, alter.name);
  if (path === undefined || !checkNamespace(context, path, alter.name.span)) return;
  const database = context.catalog.database(path.catalog, path.database);
  if (database === undefined) return;
  const options = new Map([...database.options, ...optionEntries(context, alter.options)]);
  context.catalog.addDatabase(path.catalog, { ...database, options });
}

export function dropDatabase(context: PlannerContext, drop: DropDatabase): void {
  const path = databasePath(context, drop.name);
  if (path === undefined) return;
  const database = context.catalog.database(path.catalog, path.database);
  if (database === undefined) {
    if (!drop.ifExists) checkNamespace(context, path, drop.name.span);
    return;
  }
  const { namespace } = context;
  if (namespace.catalog === path.catalog && namespace.database === path.database) {
    invalid(context, `the database ${print(path)} is in use`, drop.name.span, 'USE another database first');
    return;
  }
  if (database.objects.size > 0 && drop.behavior !== 'CASCADE') {
    invalid(context, `the database ${print(path)} is not empty`, drop.name.span, 'DROP DATABASE … CASCADE');
    return;
  }
  context.catalog.removeDatabase(path.catalog, path.database);
}

export function useDatabase(context: PlannerContext, use: UseDatabase): void {
  const path = databasePath(context, use.name);
  if (path !== undefined && checkNamespace(context, path, use.name.span)) context.catalog.use(path);
}

export function useCatalog(context: PlannerContext, use: UseCatalog): void {
  const name = use.name.parts.map((part) => part.text).join('.');
  const entry = context.catalog.catalog(name);
  if (entry === undefined) {
    unknown(context, 'catalog', name, context.catalog.catalogNames, use.name.span);
    return;
  }
  const database = entry.options.get('default-database')?.value ?? 'default';
  const first = entry.databases.has('default_database') ? 'default_database' : database;
  context.catalog.use({ catalog: name, database: first });
}
