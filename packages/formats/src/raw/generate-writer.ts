import {
  type Cell,
  CellKind,
  cellValueCode,
  copyCode,
  type FormatPlan,
  isNullCode,
  renewCode,
  reserveCode,
  type WriterRequest,
} from '@tsql/core';
import { encodeRaw } from './encode.js';
import { isLeftAsBytes } from './generate-reader.js';
import { optionsOf } from './options.js';

/** Emits code that writes one column as its bytes: copied where they stand in the source, else encoded by the reference. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const type = plan.rowType.fields[0]?.type;
  const [field] = request.fields;
  if (type === undefined || field === undefined) return undefined;
  const options = optionsOf(plan);
  const { code, writer, length, source } = request;
  const encode = code.constant(encodeRaw(type, options));
  const value = typeof field === 'string' ? field : cellValueCode(field, code, source);
  code.emit(`if (!(${isNullCode(field)})) {`);
  if (typeof field !== 'string' && isLeftAsBytes(type, options)) {
    code.emit(`if (${isCopied(field)}) {`);
    code.emit(reserveCode(`${field.end} - ${field.start}`, request));
    code.emit(copyCode(field, request));
    code.emit('} else {');
  } else {
    code.emit('{');
  }
  code.emit(`${writer}.length = ${length}; ${writer}.writeBytes(${encode}(${value})); ${renewCode(request)}`);
  code.emit('} }');
  return isNullCode(field);
}

/** Canonical text is UTF-8. Bytes that nobody looked at are written as they came, malformed ones too, as Flink's texts keep them. */
function isCopied({ kind, type }: Cell): string {
  const isText = type.kind === 'CHAR' || type.kind === 'VARCHAR';
  return isText ? `${kind} === ${CellKind.TEXT} || ${kind} === ${CellKind.RAW}` : `${kind} === ${CellKind.RAW}`;
}
