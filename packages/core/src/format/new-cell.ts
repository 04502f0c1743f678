import type { LogicalType } from '../types/index.js';
import { decodeJavaUtf8 } from '../values/index.js';
import { canonicalParser } from './canonical-text.js';
import type { Cell, CodeWriter } from './cell.js';

/**
 * A cell of new variables, with those of a row's fields, for formats that leave texts and bytes where they stand and have no texts of
 * constructed types. `format` is its identifier.
 */
export function newCell(type: LogicalType, code: CodeWriter, format: string): Cell {
  return {
    type,
    kind: code.local(),
    start: code.local(),
    end: code.local(),
    value: code.local(),
    fields: type.kind === 'ROW' ? type.fields.map((field) => newCell(field.type, code, format)) : undefined,
    dialect: type.kind === 'ROW' || type.kind === 'ARRAY' || type.kind === 'MAP' ? format : undefined,
    parse: parserOf(type),
  };
}

function parserOf(type: LogicalType): Cell['parse'] {
  if (type.kind === 'CHAR' || type.kind === 'VARCHAR') return textAt;
  if (type.kind === 'BINARY' || type.kind === 'VARBINARY') {
    return (source, start, end) => new Uint8Array(source.subarray(start, end));
  }
  return canonicalParser(type) ?? (() => null);
}

/** As `decodeJavaUtf8`. */
function textAt(source: Buffer, start: number, end: number): string {
  const text = source.toString('utf8', start, end);
  return text.includes('\ufffd') ? decodeJavaUtf8(source.subarray(start, end)) : text;
}
