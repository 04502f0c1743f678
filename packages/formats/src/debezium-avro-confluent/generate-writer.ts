import { type Cell, CellKind, type FormatPlan, type LogicalType, type WriterRequest } from '@tsql/core';
import { emitFramedWriter } from '../avro-confluent/generate-writer.js';
import { envelopeOf, schemaOf } from './schema.js';

/** Emits code that writes the message of an insert. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const fields = request.fields.map((field, index) =>
    typeof field === 'string' ? cellOf(field, plan.rowType.fields[index]?.type as LogicalType) : field,
  );
  const after: Cell = { ...cellOf('null', plan.rowType), kind: String(CellKind.FIELDS), fields };
  return emitFramedWriter(envelopeOf(plan.rowType), schemaOf(plan), { ...request, fields: ['null', after, "'c'"] });
}

/** A value in place of what a reader left. */
const cellOf = (value: string, type: LogicalType): Cell => ({
  type,
  kind: `(${value} === null ? ${CellKind.NULL} : ${CellKind.VALUE})`,
  start: '0',
  end: '0',
  value,
  dialect: undefined,
  parse: () => null,
});
