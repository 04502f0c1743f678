import { diagnostic, type FormatContext, type LogicalType, printType } from '@tsql/core';

const SIMPLE: ReadonlySet<LogicalType['kind']> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'CHAR',
  'VARCHAR',
  'BINARY',
  'VARBINARY',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_LTZ',
  'NULL',
]);

/**
 * Reports types that a line has no form for: maps, intervals, RAW, and anything but simple types within ARRAY and ROW.
 * A TIME of more than three digits can be written, but not be read.
 */
export function checkTypes(context: FormatContext, isReading: boolean): boolean {
  const refused = context.rowType.fields.flatMap(({ type }) =>
    [type, ...nested(type)].filter((part, index) => !isAllowed(part, index > 0, isReading)),
  );
  for (const type of refused) {
    context.accept(
      diagnostic(
        'TSQL_FORMAT_TYPE',
        { format: 'csv', type: printType({ ...type, nullable: true } as LogicalType) },
        {
          span: context.span,
          hint:
            type.kind === 'TIME'
              ? 'TIME is read with at most three digits of a fraction'
              : 'ARRAY and ROW hold simple types only',
        },
      ),
    );
  }
  return refused.length === 0;
}

function isAllowed(type: LogicalType, isNested: boolean, isReading: boolean): boolean {
  if (type.kind === 'TIME') return !isReading || type.precision <= 3;
  return SIMPLE.has(type.kind) || (!isNested && (type.kind === 'ARRAY' || type.kind === 'ROW'));
}

function nested(type: LogicalType): readonly LogicalType[] {
  if (type.kind === 'ARRAY') return [type.element];
  return type.kind === 'ROW' ? type.fields.map((field) => field.type) : [];
}
