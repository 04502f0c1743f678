import { diagnostic, type FormatContext, type LogicalType, printType } from '@tsql/core';
import { recordSchema } from './schema.js';
import { isAvroName, schemaText } from './schema-text.js';

export interface TypeCheck {
  readonly format: string;
  readonly role: 'source' | 'sink';
  /** `timestamp_mapping.legacy`. */
  readonly isLegacy: boolean;
}

/** Reports names and types that Avro has no form for, and nested records that would get one name though they differ. */
export function checkTypes(context: FormatContext, { format, role, isLegacy }: TypeCheck): boolean {
  let isFine = true;
  const report = (found: ReturnType<typeof diagnostic>): void => {
    isFine = false;
    context.accept(found);
  };
  const refuse = (type: LogicalType): void => {
    const args = { format, type: printType({ ...type, nullable: true } as LogicalType) };
    report(diagnostic('TSQL_FORMAT_TYPE', args, { span: context.span }));
  };
  const check = (type: LogicalType, legacy: boolean, depth: number): void => {
    switch (type.kind) {
      case 'TIMESTAMP':
        if (type.precision > (legacy ? 3 : 6)) refuse(type);
        return;
      case 'TIMESTAMP_LTZ':
        // Flink reads one within a row as under the legacy mapping.
        if (legacy || type.precision > 6 || (role === 'source' && depth > 1)) refuse(type);
        return;
      case 'ARRAY':
        // Flink derives the schema of what arrays and maps hold by the legacy mapping in any case.
        check(type.element, true, depth + 1);
        return;
      case 'MAP':
        if (type.key.kind !== 'CHAR' && type.key.kind !== 'VARCHAR') refuse(type);
        check(type.value, true, depth + 1);
        return;
      case 'MULTISET':
        if (type.element.kind !== 'CHAR' && type.element.kind !== 'VARCHAR') refuse(type);
        return;
      case 'ROW':
        for (const { name } of type.fields.filter((field) => !isAvroName(field.name))) {
          const reason = `'${name}' is no name in Avro: letters, digits and _ only, no digit first`;
          report(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.span }));
        }
        for (const field of type.fields) check(field.type, legacy, depth + 1);
        return;
      case 'RAW':
      case 'NULL':
      case 'INTERVAL_DAY_TIME':
      case 'INTERVAL_YEAR_MONTH':
        refuse(type);
    }
  };
  check(context.rowType, isLegacy, 0);
  if (!isFine) return false;
  try {
    schemaText(recordSchema(context.rowType));
  } catch (error) {
    const reason = `no Avro schema can be derived: ${error instanceof Error ? error.message : String(error)}`;
    report(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.span }));
  }
  return isFine;
}
