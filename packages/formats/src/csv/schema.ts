import { diagnostic, type FormatContext, type LogicalType, printType } from '@tsql/core';

/** Reports types that CSV has no form for: maps, and what is nested more than once. */
export function checkTypes(context: FormatContext): boolean {
  const refused = context.rowType.fields.flatMap(({ type }) => refusedTypes(type));
  for (const type of refused) {
    const args = { format: 'csv', type: printType({ ...type, nullable: true } as LogicalType) };
    context.accept(diagnostic('TSQL_FORMAT_TYPE', args, { span: context.span }));
  }
  return refused.length === 0;
}

function refusedTypes(type: LogicalType): LogicalType[] {
  if (type.kind === 'ARRAY') return isSimple(type.element) ? [] : [type];
  if (type.kind === 'ROW') return type.fields.every((field) => isSimple(field.type)) ? [] : [type];
  return isSimple(type) ? [] : [type];
}

function isSimple(type: LogicalType): boolean {
  return !['ARRAY', 'ROW', 'MAP', 'MULTISET', 'RAW', 'NULL'].includes(type.kind);
}
