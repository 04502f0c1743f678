import { diagnostic } from '@tsql/core';
import type { AlterCatalog, CreateCatalog, DropCatalog, Identifier } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse } from '../query/expression-context.js';
import { optionEntries } from '../table/table-options.js';
import { unknown } from './check-namespace.js';

const nameOf = (name: Identifier): string => name.parts.map((part) => part.text).join('.');

/** CREATE CATALOG: of the type that lives in memory. */
export function createCatalog(context: PlannerContext, create: CreateCatalog): void {
  const name = nameOf(create.name);
  const options = optionEntries(context, create.options);
  if (context.catalog.catalog(name) !== undefined) {
    if (create.ifNotExists) return;
    refuse(context, 'TSQL_NAME_EXISTS', { kind: 'catalog', name }, create.name.span);
    return;
  }
  const type = options.get('type');
  if (type === undefined) {
    const place = { span: create.name.span };
    context.accept(diagnostic('TSQL_OPTION_MISSING', { name: 'type', owner: 'a catalog' }, place));
    return;
  }
  if (type.value !== 'generic_in_memory') {
    const args = { name: 'type', value: type.shownValue, allowed: 'generic_in_memory' };
    context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: type.valueSpan ?? create.span }));
    return;
  }
  for (const entry of options.values()) {
    if (entry.key === 'type' || entry.key === 'default-database') continue;
    const args = { name: entry.key, owner: 'a catalog in memory' };
    context.accept(diagnostic('TSQL_OPTION_UNKNOWN', args, { span: entry.keySpan ?? create.span }));
    return;
  }
  const comment = create.comment === undefined ? {} : { comment: create.comment.value };
  context.catalog.addCatalog({ name, options, databases: new Map(), ...comment });
  const database = options.get('default-database')?.value ?? 'default';
  context.catalog.addDatabase(name, { name: database, options: new Map(), objects: new Map() });
}

export function alterCatalog(context: PlannerContext, alter: AlterCatalog): void {
  const name = nameOf(alter.name);
  const entry = context.catalog.catalog(name);
  if (entry === undefined) {
    unknown(context, 'catalog', name, context.catalog.catalogNames, alter.name.span);
    return;
  }
  const reset = new Set((alter.reset ?? []).map((key) => key.value));
  if (reset.has('type')) {
    invalid(context, "the option 'type' of a catalog cannot be reset", alter.reset?.[0]?.span ?? alter.span);
    return;
  }
  const merged = new Map([...entry.options, ...optionEntries(context, alter.set)]);
  const options = new Map([...merged].filter(([key]) => !reset.has(key)));
  const comment = alter.comment === undefined ? {} : { comment: alter.comment.value };
  context.catalog.addCatalog({ ...entry, options, ...comment });
}

export function dropCatalog(context: PlannerContext, drop: DropCatalog): void {
  const name = nameOf(drop.name);
  if (context.catalog.catalog(name) === undefined) {
    if (!drop.ifExists) unknown(context, 'catalog', name, context.catalog.catalogNames, drop.name.span);
    return;
  }
  if (context.namespace.catalog === name) {
    invalid(context, `the catalog ${name} is in use`, drop.name.span, 'USE CATALOG with another one first');
    return;
  }
  context.catalog.removeCatalog(name);
}
