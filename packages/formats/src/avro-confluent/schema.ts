import { diagnostic, type FormatContext, type FormatPlan, type LogicalType } from '@tsql/core';
import { type AvroSchema, recordSchema } from '../avro/schema.js';
import { schemaFor } from '../avro/schema-type.js';
import { optionsOf } from './options.js';

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

/** The schema that was given, or the one that is derived for the table. */
export function schemaOf(format: FormatPlan): AvroSchema {
  const { schema } = optionsOf(format);
  return schema === undefined ? recordSchema(format.rowType) : (JSON.parse(schema) as AvroSchema);
}
