import { type Cell, CellKind, type FormatPlan, type LogicalType, type ReaderRequest } from '@tsql/core';
import { decodeRaw } from './decode.js';
import { optionsOf, type RawOptions } from './options.js';

/** Leaves texts and bytes where they stand; numbers are read, and fail for the reference to say why. */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  const type = plan.rowType.fields[0]?.type;
  if (type === undefined || type.kind === 'RAW') return undefined;
  const options = optionsOf(plan);
  const decode = decodeRaw(type, options);
  const { code, source, start, end } = request;
  const cell: Cell = {
    type,
    kind: code.local(),
    start: code.local(),
    end: code.local(),
    value: code.local(),
    dialect: undefined,
    parse: (bytes, from, to) => decode(bytes.subarray(from, to)),
  };
  if (isLeftAsBytes(type, options)) {
    code.emit(`${cell.kind} = ${CellKind.RAW}; ${cell.start} = ${start}; ${cell.end} = ${end};`);
  } else {
    code.emit(`${cell.kind} = ${CellKind.VALUE};`);
    code.emit(`${cell.value} = ${code.constant(decode)}(${source}.subarray(${start}, ${end}));`);
  }
  return [cell];
}

/** True where a column's bytes are those of the value: BYTES, and texts in UTF-8. */
export function isLeftAsBytes(type: LogicalType, { charset }: RawOptions): boolean {
  if (type.kind === 'BINARY' || type.kind === 'VARBINARY') return true;
  return (type.kind === 'CHAR' || type.kind === 'VARCHAR') && charset === 'UTF-8';
}
