import { printType, withNullability } from '@tsql/core';
import type { DescribeCatalog, DescribeDatabase, DescribeTable } from '@tsql/grammar';
import type { CatalogObject } from '../catalog/index.js';
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
  if (node.kind !== 'DescribeTable') return unsupported(context, 'DESCRIBE of a catalog or database', node.span);
  const object = findTable(context, node.name);
  return object && describeColumns(context, object, () => true);
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
    return object.fields.map(({ name, type }) => ({
      name,
      type: printType(withNullability(type, true)),
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
