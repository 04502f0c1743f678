import { type Cell, CellKind, type FormatPlan, type LogicalType, type WriterRequest } from '@tsql/core';
import { emitFramedWriter } from '../avro-confluent/generate-writer.js';
import { envelopeOf, schemaOf } from './schema.js';

/** Emits code that writes the message of a change: the row as the new or as the old one. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const fields = request.fields.map((field, index) =>
    typeof field === 'string' ? cellOf(field, plan.rowType.fields[index]?.type as LogicalType) : field,
  );
  const row = (kind: string): Cell => ({ ...cellOf('null', plan.rowType), kind, fields });
  const { retraction } = request;
  const [before, after, op] =
    retraction === undefined
      ? ['null', row(String(CellKind.FIELDS)), "'c'"]
      : [
          row(`(${retraction} ? ${CellKind.FIELDS} : ${CellKind.NULL})`),
          row(`(${retraction} ? ${CellKind.NULL} : ${CellKind.FIELDS})`),
          `(${retraction} ? 'd' : 'c')`,
        ];
  return emitFramedWriter(envelopeOf(plan.rowType), schemaOf(plan), { ...request, fields: [before, after, op] });
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
