import { diagnostic, type FormatContext, type LogicalType, printType } from '@tsql/core';

/** True if the type is or holds a DECIMAL: numbers in texts of JSON are then normalized without doubles. */
export function hasDecimal(type: LogicalType): boolean {
  switch (type.kind) {
    case 'DECIMAL':
      return true;
    case 'ARRAY':
    case 'MULTISET':
      return hasDecimal(type.element);
    case 'MAP':
      return hasDecimal(type.key) || hasDecimal(type.value);
    case 'ROW':
      return type.fields.some((field) => hasDecimal(field.type));
    default:
      return false;
  }
}

/** Reports types that JSON has no form for: RAW, and maps whose keys are no text. */
export function checkTypes(context: FormatContext): boolean {
  const refused = context.rowType.fields.flatMap((field) => refusedTypes(field.type));
  for (const type of refused) {
    context.accept(
      diagnostic(
        'TSQL_FORMAT_TYPE',
        { format: 'json', type: printType({ ...type, nullable: true } as LogicalType) },
        { span: context.span },
      ),
    );
  }
  return refused.length === 0;
}

function refusedTypes(type: LogicalType): LogicalType[] {
  switch (type.kind) {
    case 'RAW':
      return [type];
    case 'ARRAY':
      return refusedTypes(type.element);
    case 'MULTISET':
      return isText(type.element) ? [] : [type];
    case 'MAP':
      return isText(type.key) ? refusedTypes(type.value) : [type];
    case 'ROW':
      return type.fields.flatMap((field) => refusedTypes(field.type));
    default:
      return [];
  }
}

function isText(type: LogicalType): boolean {
  return type.kind === 'CHAR' || type.kind === 'VARCHAR';
}
