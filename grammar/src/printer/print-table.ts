import type {
  AlterTable,
  ColumnConstraint,
  ColumnDefinition,
  CreateTable,
  Distribution,
  LikeClause,
  PartitionEntry,
  PositionedColumn,
  TableChange,
  TableConstraint,
  TableOption,
  Watermark,
} from '../ast/index.js';
import { printExpression } from './print-expression.js';
import { printIdentifier, printName, printNames, words } from './print-name.js';
import { printQuery } from './print-query.js';
import { printType } from './print-type.js';

/** Prints CREATE TABLE on one line. Constraints and the watermark stand behind the columns. */
export function printCreateTable(table: CreateTable): string {
  const elements = [
    ...table.columns.map(printColumn),
    ...(table.watermark === undefined ? [] : [printWatermark(table.watermark)]),
    ...table.constraints.map(printConstraint),
  ];
  return words(
    table.operation,
    table.temporary && 'TEMPORARY',
    'TABLE',
    table.ifNotExists && 'IF NOT EXISTS',
    printIdentifier(table.name),
    elements.length > 0 && `(${elements.join(', ')})`,
    table.comment && `COMMENT ${table.comment.text}`,
    table.distribution && `DISTRIBUTED ${printDistribution(table.distribution)}`,
    table.partitionedBy.length > 0 && `PARTITIONED BY (${printNames(table.partitionedBy)})`,
    printWith(table.options),
    table.like && printLike(table.like),
    table.query && `AS ${printQuery(table.query)}`,
  );
}

/** `WITH ('k' = 'v')`, if there are options. */
export function printWith(options: readonly TableOption[] | undefined): string | undefined {
  return options && `WITH ${printOptions(options)}`;
}

/** `('k' = 'v')` */
export function printOptions(options: readonly TableOption[]): string {
  return `(${options.map(printOption).join(', ')})`;
}

/** `'k' = 'v'` */
export function printOption({ key, value }: TableOption): string {
  return `${key.text} = ${value.text}`;
}

function printColumn(column: ColumnDefinition): string {
  const name = printIdentifier(column.name);
  const comment = column.comment && `COMMENT ${column.comment.text}`;
  switch (column.kind) {
    case 'ComputedColumn':
      return words(name, 'AS', printExpression(column.expression), comment);
    case 'MetadataColumn':
      return words(
        name,
        printType(column.type),
        'METADATA',
        column.metadataKey && `FROM ${column.metadataKey.text}`,
        column.isVirtual && 'VIRTUAL',
        comment,
      );
    case 'PhysicalColumn':
      return words(name, printType(column.type), column.constraint && printConstraint(column.constraint), comment);
  }
}

/** `CONSTRAINT c PRIMARY KEY (a, b) NOT ENFORCED` */
export function printConstraint(constraint: TableConstraint | ColumnConstraint): string {
  return words(
    constraint.name && `CONSTRAINT ${printName(constraint.name)}`,
    constraint.constraint,
    constraint.kind === 'TableConstraint' && `(${printNames(constraint.columns)})`,
    constraint.enforcement,
  );
}

function printWatermark({ column, strategy }: Watermark): string {
  return `WATERMARK FOR ${printIdentifier(column)} AS ${printExpression(strategy)}`;
}

/** `BY HASH (a) INTO 4 BUCKETS` */
export function printDistribution({ strategy, columns, buckets }: Distribution): string {
  return words(
    columns.length > 0 && words('BY', strategy, `(${printNames(columns)})`),
    buckets && `INTO ${buckets.text} BUCKETS`,
  );
}

function printLike({ table, options }: LikeClause): string {
  const list = options.map(({ merging, feature }) => `${merging} ${feature}`).join(' ');
  return words('LIKE', printIdentifier(table), list !== '' && `(${list})`);
}

/** Prints ALTER TABLE. */
export function printAlterTable({ ifExists, name, change }: AlterTable): string {
  return words('ALTER TABLE', ifExists && 'IF EXISTS', printIdentifier(name), printChange(change));
}

function printChange(change: TableChange): string {
  switch (change.kind) {
    case 'RenameTable':
      return `RENAME TO ${printIdentifier(change.to)}`;
    case 'RenameColumn':
      return `RENAME ${printIdentifier(change.from)} TO ${printIdentifier(change.to)}`;
    case 'SetTableOptions':
      return `SET ${printOptions(change.options)}`;
    case 'ResetTableOptions':
      return `RESET (${change.keys.map(({ text }) => text).join(', ')})`;
    case 'AlterTableSchema': {
      const { operation, columns, constraints, watermark, distribution } = change;
      const elements = [
        ...columns.map(printPositioned),
        ...(watermark === undefined ? [] : [printWatermark(watermark)]),
        ...constraints.map(printConstraint),
        ...(distribution === undefined ? [] : [`DISTRIBUTION ${printDistribution(distribution)}`]),
      ];
      return `${operation} (${elements.join(', ')})`;
    }
    case 'DropColumns':
      return `DROP (${change.columns.map(printIdentifier).join(', ')})`;
    case 'DropPrimaryKey':
      return 'DROP PRIMARY KEY';
    case 'DropConstraint':
      return `DROP CONSTRAINT ${printName(change.name)}`;
    case 'DropWatermark':
      return 'DROP WATERMARK';
    case 'DropDistribution':
      return 'DROP DISTRIBUTION';
    case 'AddPartitions': {
      const partitions = change.partitions.map(({ partition, options }) =>
        words(printPartition(partition), printWith(options)),
      );
      return words('ADD', change.ifNotExists && 'IF NOT EXISTS', ...partitions);
    }
    case 'DropPartitions':
      return words('DROP', change.ifExists && 'IF EXISTS', change.partitions.map(printPartition).join(', '));
  }
}

function printPositioned({ column, position }: PositionedColumn): string {
  if (position === undefined) return printColumn(column);
  const place = position.after === undefined ? 'FIRST' : `AFTER ${printIdentifier(position.after)}`;
  return `${printColumn(column)} ${place}`;
}

/** `PARTITION (a = 1)` */
export function printPartition(entries: readonly PartitionEntry[]): string {
  const texts = entries.map(({ column, value }) =>
    value === undefined ? printName(column) : `${printName(column)} = ${printExpression(value)}`,
  );
  return `PARTITION (${texts.join(', ')})`;
}
