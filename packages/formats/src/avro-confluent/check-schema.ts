import { diagnostic, type FormatContext, type LogicalType } from '@tsql/core';
import { schemaFor } from '../avro/schema-type.js';

/** Reports a given schema whose type is not exactly that of the table (or of the message around it). */
export function checkSchema(context: FormatContext, text: string | undefined, type: LogicalType): boolean {
  if (text === undefined) return true;
  try {
    schemaFor(text, type);
    return true;
  } catch (error) {
    const name = `${context.keyPrefix}schema`;
    const entry = context.entries.get(name) ?? context.entries.get(`${context.keyPrefix}schema-registry.schema`);
    const hint = error instanceof Error ? error.message : String(error);
    const allowed = "a schema that matches the table's columns";
    const args = { name: entry?.key ?? name, value: entry?.shownValue ?? text, allowed };
    context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry?.valueSpan, hint }));
    return false;
  }
}
