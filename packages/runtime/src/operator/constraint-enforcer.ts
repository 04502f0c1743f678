import { diagnostic, type LogicalType, type Row, TsqlError, type Value } from '@tsql/core';
import type { SinkNode } from '@tsql/planner';

/** Checks a row before it is written; undefined drops it. */
export type RowCheck = (row: Row) => Row | undefined;

/**
 * Flink's constraint enforcer in front of a sink: NOT NULL columns (`table.exec.sink.not-null-enforcer`) and the lengths
 * of CHAR, VARCHAR, BINARY and VARBINARY (`table.exec.sink.type-length-enforcer` = TRIM_PAD).
 */
export function constraintEnforcer(node: SinkNode): RowCheck | undefined {
  const fits = node.trimPad ? node.sink.physical.map(({ type }) => lengthFit(type)) : [];
  const hasFits = fits.some((fit) => fit !== undefined);
  if (node.notNull.length === 0 && !hasFits) return undefined;
  return (row) => {
    for (const { index, name } of node.notNull) {
      if ((row[index] ?? null) !== null) continue;
      if (node.notNullEnforcer === 'DROP') return undefined;
      throw new TsqlError(diagnostic('TSQL_RUN_NOT_NULL', { column: name, table: node.sink.table }));
    }
    return hasFits ? row.map((value, index) => (value === null ? null : (fits[index]?.(value) ?? value))) : row;
  };
}

function lengthFit(type: LogicalType): ((value: Value) => Value) | undefined {
  switch (type.kind) {
    case 'CHAR':
      return (value) => fitText(value as string, type.length, true);
    case 'VARCHAR':
      return (value) => fitText(value as string, type.length, false);
    case 'BINARY':
      return (value) => fitBytes(value as Uint8Array, type.length, true);
    case 'VARBINARY':
      return (value) => fitBytes(value as Uint8Array, type.length, false);
    default:
      return undefined;
  }
}

/** Cut and padded by code points. */
function fitText(text: string, length: number, pad: boolean): string {
  if (text.length <= length && !pad) return text;
  const points = [...text];
  if (points.length > length) return points.slice(0, length).join('');
  return pad ? text + ' '.repeat(length - points.length) : text;
}

function fitBytes(bytes: Uint8Array, length: number, pad: boolean): Uint8Array {
  if (bytes.length > length) return bytes.slice(0, length);
  if (!pad || bytes.length === length) return bytes;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  return padded;
}
