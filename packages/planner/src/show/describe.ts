import { printType, withNullability } from '@tsql/core';
import type { DescribeCatalog, DescribeDatabase, DescribeTable } from '@tsql/grammar';
import type { CatalogObject } from '../catalog/index.js';
import { unknown } from '../ddl/check-namespace.js';
import type { PlannerContext } from '../environment.js';
import type { ResultPlan } from '../plan/index.js';
import { unsupported } from '../query/expression-context.js';
import { findTable } from '../table/find-table.js';
import { result } from './result.js';

/** DESCRIBE of a table or view: one row for each column. */
export function describe(
  context: PlannerContext,
  node: DescribeTable | DescribeCatalog | DescribeDatabase,
): ResultPlan | undefined {
  if (node.kind === 'DescribeCatalog') return describeCatalog(context, node);
  if (node.kind === 'DescribeDatabase') return unsupported(context, 'DESCRIBE DATABASE', node.span);
  const object = findTable(context, node.name);
  return object && describeColumns(context, object, () => true);
}

function describeCatalog(context: PlannerContext, node: DescribeCatalog): ResultPlan | undefined {
  const name = node.name.parts.map((part) => part.text).join('.');
  const entry = context.catalog.catalog(name);
  if (entry === undefined) return unknown(context, 'catalog', name, context.catalog.catalogNames, node.name.span);
  const options = [...entry.options.values()].filter((option) => option.key !== 'type');
  const rows = [
    ['name', name],
    ['type', entry.options.get('type')?.value ?? 'generic_in_memory'],
    ['comment', entry.comment ?? ''],
    ...(node.extended ? options.map((option) => [`option:${option.key}`, option.shownValue]) : []),
  ];
  return result(context, ['info name', 'info value'], rows);
}

/** The columns of a table whose names pass, as DESCRIBE and SHOW COLUMNS list them. */
export function describeColumns(
  context: PlannerContext,
  object: CatalogObject,
  passes: (name: string) => boolean,
): ResultPlan {
  const all = columnRows(object);
  const hasComment = all.some((row) => row.comment !== '');
  const names = ['name', 'type', 'null', 'key', 'extras', 'watermark', ...(hasComment ? ['comment'] : [])];
  const rows = all
    .filter((row) => passes(row.name))
    .map((row) => [
      row.name,
      row.type,
      row.isNullable ? 'TRUE' : 'FALSE',
      row.key,
      row.extras,
      row.watermark,
      ...(hasComment ? [row.comment] : []),
    ]);
  return result(context, names, rows);
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly key: string;
  readonly extras: string;
  readonly watermark: string;
  readonly comment: string;
}

function columnRows(object: CatalogObject): readonly ColumnRow[] {
  if (object.kind === 'broken') return [];
  if (object.kind === 'view') {
    return object.fields.map(({ name, type, role }) => ({
      name,
      type: `${printType(withNullability(type, true))}${role === 'rowtime' ? ' *ROWTIME*' : ''}`,
      isNullable: type.nullable,
      key: '',
      extras: '',
      watermark: '',
      comment: '',
    }));
  }
  const { columns, primaryKey, watermark } = object.schema;
  return columns.map((column) => {
    const isRowtime = watermark?.column === column.name;
    return {
      name: column.name,
      type: `${printType(withNullability(column.type, true))}${isRowtime ? ' *ROWTIME*' : ''}`,
      isNullable: column.type.nullable,
      key: primaryKey?.columns.includes(column.name) ? `PRI(${primaryKey.columns.join(', ')})` : '',
      extras: extrasOf(column),
      watermark: isRowtime ? watermark.expression : '',
      comment: column.comment ?? '',
    };
  });
}

type TableColumn = Extract<CatalogObject, { readonly kind: 'table' }>['schema']['columns'][number];

function extrasOf(column: TableColumn): string {
  if (column.kind === 'physical') return '';
  if (column.kind === 'computed') return `AS ${column.expression}`;
  const from = column.metadataKey === column.name ? '' : ` FROM '${column.metadataKey}'`;
  return `METADATA${from}${column.isVirtual ? ' VIRTUAL' : ''}`;
}
