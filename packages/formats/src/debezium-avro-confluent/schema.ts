import { type FormatPlan, type RowType, STRING } from '@tsql/core';
import { type AvroSchema, deriveSchema } from '../avro/schema.js';
import { optionsOf } from '../avro-confluent/options.js';

/** The message: the row before and after the change, and what was done. */
export function envelopeOf(row: RowType): RowType {
  const nullable = { ...row, nullable: true };
  const fields = [
    { name: 'before', type: nullable },
    { name: 'after', type: nullable },
    { name: 'op', type: STRING },
  ];
  return { kind: 'ROW', nullable: true, fields };
}

/** The message's schema: the record stands in a union with null. */
export function schemaOf(format: FormatPlan): AvroSchema {
  const { schema } = optionsOf(format);
  return schema === undefined ? deriveSchema(envelopeOf(format.rowType)) : (JSON.parse(schema) as AvroSchema);
}
