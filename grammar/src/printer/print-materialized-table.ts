import type { AlterMaterializedTable, CreateMaterializedTable, MaterializedTableChange } from '../ast/index.js';
import { printExpression } from './print-expression.js';
import { printIdentifier, printNames, words } from './print-name.js';
import { printQuery } from './print-query.js';
import { printConstraint, printDistribution, printOptions, printPartition, printWith } from './print-table.js';

/** Prints CREATE MATERIALIZED TABLE. */
export function printCreateMaterialized(table: CreateMaterializedTable): string {
  return words(
    'CREATE MATERIALIZED TABLE',
    printIdentifier(table.name),
    table.constraint && `(${printConstraint(table.constraint)})`,
    table.comment && `COMMENT ${table.comment.text}`,
    table.distribution && `DISTRIBUTED ${printDistribution(table.distribution)}`,
    table.partitionedBy.length > 0 && `PARTITIONED BY (${printNames(table.partitionedBy)})`,
    printWith(table.options),
    `FRESHNESS = ${printExpression(table.freshness)}`,
    table.refreshMode && `REFRESH_MODE = ${table.refreshMode}`,
    `AS ${printQuery(table.query)}`,
  );
}

/** Prints ALTER MATERIALIZED TABLE. */
export function printAlterMaterialized({ name, change }: AlterMaterializedTable): string {
  return `ALTER MATERIALIZED TABLE ${printIdentifier(name)} ${printChange(change)}`;
}

function printChange(change: MaterializedTableChange): string {
  switch (change.kind) {
    case 'SuspendTable':
      return 'SUSPEND';
    case 'ResumeTable':
      return words('RESUME', printWith(change.options));
    case 'RefreshTable':
      return words('REFRESH', change.partition.length > 0 && printPartition(change.partition));
    case 'SetFreshness':
      return `SET FRESHNESS = ${printExpression(change.freshness)}`;
    case 'SetRefreshMode':
      return `SET REFRESH_MODE = ${change.refreshMode}`;
    case 'SetMaterializedOptions':
      return `SET ${printOptions(change.options)}`;
    case 'ResetMaterializedOptions':
      return `RESET (${change.keys.map(({ text }) => text).join(', ')})`;
    case 'Query':
      return `AS ${printQuery(change)}`;
  }
}
