import { type Column, hashMapOrder, printType } from '@tsql/core';
import type { Show } from '@tsql/grammar';
import { type CatalogTable, type CatalogView, quoteName, quotePath } from '../catalog/index.js';
import { unknown } from '../ddl/check-namespace.js';
import type { PlannerContext } from '../environment.js';
import type { ResultPlan } from '../plan/index.js';
import { invalid } from '../query/expression-context.js';
import { findTable } from '../table/find-table.js';
import { result } from './result.js';

/** SHOW CREATE TABLE, VIEW and CATALOG: the statement as Flink writes it. */
export function showCreate(context: PlannerContext, node: Show): ResultPlan | undefined {
  if (node.name === undefined) return undefined;
  if (node.target === 'CREATE CATALOG') return showCreateCatalog(context, node);
  const object = findTable(context, node.name);
  if (object === undefined || object.kind === 'broken') return undefined;
  const isTable = node.target === 'CREATE TABLE';
  if (isTable !== (object.kind === 'table')) {
    return invalid(context, `${object.path.name} is a ${object.kind}`, node.name.span);
  }
  const text = object.kind === 'table' ? tableText(object) : viewText(object);
  return result(context, ['result'], [[text]]);
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const names = (columns: readonly string[]): string => columns.map(quoteName).join(', ');

function tableText(table: CatalogTable): string {
  const lines = [...columnLines(table), ...constraintLines(table)];
  const clauses = [
    ...(table.comment === undefined ? [] : [`COMMENT ${quote(table.comment)}`]),
    ...distributionClause(table),
    ...(table.partitionKeys.length === 0 ? [] : [`PARTITIONED BY (${names(table.partitionKeys)})`]),
  ];
  const temporary = table.isTemporary ? 'TEMPORARY ' : '';
  const head = `CREATE ${temporary}TABLE ${quotePath(table.path)} (\n${lines.join(',\n')}\n)`;
  const between = clauses.length === 0 ? ' ' : ` ${clauses.join('\n')}\n`;
  return `${head}${between}WITH (\n${optionLines(table.options).join(',\n')}\n)\n`;
}

function columnLines(table: CatalogTable): readonly string[] {
  return table.schema.columns.map(columnLine);
}

function columnLine(column: Column): string {
  const comment = column.comment === undefined ? '' : ` COMMENT ${quote(column.comment)}`;
  const type = printType(column.type, { style: 'serializable' });
  switch (column.kind) {
    case 'physical':
      return `  ${quoteName(column.name)} ${type}${comment}`;
    case 'computed':
      return `  ${quoteName(column.name)} AS ${column.expression}${comment}`;
    case 'metadata': {
      const from = column.metadataKey === column.name ? '' : ` FROM ${quote(column.metadataKey)}`;
      return `  ${quoteName(column.name)} ${type} METADATA${from}${column.isVirtual ? ' VIRTUAL' : ''}${comment}`;
    }
  }
}

function constraintLines({ schema: { watermark, primaryKey } }: CatalogTable): readonly string[] {
  return [
    ...(watermark === undefined ? [] : [`  WATERMARK FOR ${quoteName(watermark.column)} AS ${watermark.expression}`]),
    ...(primaryKey === undefined
      ? []
      : [`  CONSTRAINT ${quoteName(primaryKey.name)} PRIMARY KEY (${names(primaryKey.columns)}) NOT ENFORCED`]),
  ];
}

function distributionClause({ distribution }: CatalogTable): readonly string[] {
  if (distribution === undefined) return [];
  const { strategy, columns, buckets } = distribution;
  if (columns.length === 0) return [`DISTRIBUTED INTO ${buckets ?? ''} BUCKETS`];
  const into = buckets === undefined ? '' : ` INTO ${buckets} BUCKETS`;
  return [`DISTRIBUTED BY ${strategy ?? ''}(${names(columns)})${into}`];
}

/** Of a java.util.HashMap that was made without one. */
const DEFAULT_CAPACITY = 16;

/** Options stand in the order of a java.util.HashMap that was made with that capacity. */
function optionLines(options: CatalogTable['options'], capacity = copiedCapacity(options.size)): readonly string[] {
  const entries = [...options.values()];
  const keys = entries.map((entry) => entry.key);
  return hashMapOrder(keys, (key) => stringHash(String(key)), capacity).flatMap((index) => {
    const entry = entries[index];
    return entry === undefined ? [] : [`  ${quote(entry.key)} = ${quote(entry.shownValue)}`];
  });
}

/** The capacity of a HashMap that was made as the copy of another one. */
function copiedCapacity(size: number): number {
  let capacity = 1;
  while (capacity < size / 0.75 + 1) capacity *= 2;
  return capacity;
}

/** Java's `String.hashCode`. */
function stringHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

function viewText(view: CatalogView): string {
  const columns = names(view.fields.map((field) => field.name));
  const temporary = view.isTemporary ? 'TEMPORARY ' : '';
  const comment = view.comment === undefined ? '' : ` COMMENT ${quote(view.comment)}\n`;
  return `CREATE ${temporary}VIEW ${quotePath(view.path)}(${columns}) as\n${view.text}${comment}`;
}

function showCreateCatalog(context: PlannerContext, node: Show): ResultPlan | undefined {
  const name = node.name?.parts.map((part) => part.text).join('.') ?? '';
  const entry = context.catalog.catalog(name);
  if (entry === undefined) {
    return unknown(context, 'catalog', name, context.catalog.catalogNames, node.name?.span ?? node.span);
  }
  const lines = optionLines(entry.options, DEFAULT_CAPACITY);
  const comment = entry.comment === undefined ? '' : `COMMENT ${quote(entry.comment)}\n`;
  const text = `CREATE CATALOG ${quoteName(name)}${comment === '' ? ' ' : `\n${comment}`}WITH (\n${lines.join(',\n')}\n)\n`;
  return result(context, ['result'], [[text]]);
}
