import { diagnostic, type FormatContext, type LogicalType, printType } from '@tsql/core';

/** The bytes that numbers take. */
export const SIZES: Readonly<Record<string, number>> = {
  TINYINT: 1,
  SMALLINT: 2,
  INTEGER: 4,
  BIGINT: 8,
  FLOAT: 4,
  DOUBLE: 8,
};

const OTHERS = ['CHAR', 'VARCHAR', 'BINARY', 'VARBINARY', 'BOOLEAN', 'RAW'];

/** Reports more or less than one column, and types that have no bytes of their own. */
export function checkTypes(context: FormatContext): boolean {
  const { accept, part, span } = context;
  const { fields } = context.rowType;
  const [field] = fields;
  if (field === undefined || fields.length !== 1) {
    const reason = `format 'raw' takes one column, found ${fields.length} for the ${part}`;
    accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span }));
    return false;
  }
  if (field.type.kind in SIZES || OTHERS.includes(field.type.kind)) return true;
  const type = printType({ ...field.type, nullable: true } as LogicalType);
  accept(diagnostic('TSQL_FORMAT_TYPE', { format: 'raw', type }, { span }));
  return false;
}
