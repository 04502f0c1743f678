import { nearest, type SourceSpan } from '@tsql/core';
import type { Namespace } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { refuse } from '../query/expression-context.js';

/** Whether the catalog and database of a new object exist; else they are reported. */
export function checkNamespace(context: PlannerContext, { catalog, database }: Namespace, span: SourceSpan): boolean {
  const entry = context.catalog.catalog(catalog);
  if (entry === undefined) {
    unknown(context, 'catalog', catalog, context.catalog.catalogNames, span);
    return false;
  }
  if (entry.databases.has(database)) return true;
  unknown(context, 'database', `${catalog}.${database}`, entry.databases.keys(), span);
  return false;
}

/** Reports a catalog or database that does not exist, with the nearest spelling. */
export function unknown(
  context: PlannerContext,
  kind: string,
  name: string,
  known: Iterable<string>,
  span: SourceSpan,
): undefined {
  const close = nearest(name.split('.').at(-1) ?? name, known);
  const hint = close === undefined ? undefined : `did you mean ${close}?`;
  return refuse(context, 'TSQL_NAME_UNKNOWN', { kind, name }, span, { hint });
}
