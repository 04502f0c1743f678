import { diagnostic, nearest, type SourceSpan } from '@tsql/core';
import type { Identifier } from '@tsql/grammar';
import { type CatalogObject, type ObjectPath, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';

/** The full name of an identifier; one of more than three parts is reported. */
export function resolvePath(context: PlannerContext, name: Identifier): ObjectPath | undefined {
  const path = context.catalog.qualify(
    name.parts.map((part) => part.text),
    context.namespace,
  );
  if (path === undefined) {
    const text = name.parts.map((part) => part.text).join('.');
    context.accept(diagnostic('TSQL_NAME_UNKNOWN', { kind: 'table', name: text }, { span: name.span }));
  }
  return path;
}

/** The table or view of a name, or a report. A name whose definition was refused is not reported again. */
export function findTable(context: PlannerContext, name: Identifier): CatalogObject | undefined {
  const path = resolvePath(context, name);
  if (path === undefined) return undefined;
  const object = context.catalog.find(path);
  if (object === undefined) unknownTable(context, path, name.span);
  return object?.kind === 'broken' ? undefined : object;
}

/** Reports a table that does not exist, with the nearest spelling. */
export function unknownTable(context: PlannerContext, path: ObjectPath, span: SourceSpan, kind = 'table'): undefined {
  const names = context.catalog.objects(path).map((object) => object.path.name);
  const close = nearest(path.name, names);
  const hint = close === undefined ? undefined : `did you mean ${close}?`;
  context.accept(diagnostic('TSQL_NAME_UNKNOWN', { kind, name: printPath(path) }, { span, hint }));
  return undefined;
}
