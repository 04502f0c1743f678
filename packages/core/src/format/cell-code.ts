import { Timestamp, type Value } from '../values/index.js';
import { type Cell, CellKind, type CodeWriter, type WriterRequest } from './cell.js';

/** Source text: the value of a cell, NULL included; made from its bytes where they are all there is. */
export function cellValueCode(cell: Cell, code: CodeWriter, source: string): string {
  const { kind, start, end, value, parse, fields } = cell;
  const otherwise = `${code.constant(parse)}(${source}, ${start}, ${end})`;
  let found = `${kind} === ${CellKind.VALUE} ? ${value} : ${kind} === ${CellKind.NULL} ? null : `;
  const make = valueOfNumber(cell);
  if (make !== undefined) found += `${kind} === ${CellKind.NUMBER} ? ${code.constant(make)}(${value}) : `;
  if (fields !== undefined) {
    const values = fields.map((field) => cellValueCode(field, code, source));
    found += `${kind} === ${CellKind.FIELDS} ? [${values.join(', ')}] : `;
  }
  return `(${found}${otherwise})`;
}

/** Makes the value for which a NUMBER stands; undefined for types that have none. */
function valueOfNumber({ type }: Cell): ((number: number) => Value) | undefined {
  switch (type.kind) {
    case 'BIGINT':
    case 'DECIMAL':
      return bigintOf;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampOf;
    default:
      return undefined;
  }
}

const bigintOf = (number: number): bigint => BigInt(number);
const timestampOf = (millis: number): Timestamp => new Timestamp(millis);

/** Source text: a condition that is true where a writer's field is NULL. */
export function isNullCode(field: Cell | string): string {
  return typeof field === 'string' ? `${field} === null` : `${field.kind} === ${CellKind.NULL}`;
}

/** Texts up to this length are copied by the code itself. */
const MAX_LOOP = 200;

/** Statements that copy a cell's bytes to the target; there has to be room for them. */
export function copyCode({ start, end }: Cell, request: WriterRequest): string {
  const { source, sourceView, bytes, view, length } = request;
  const size = `${end} - ${start}`;
  const word = (to: string, from: string) => `${view}.setInt32(${to}, ${sourceView}.getInt32(${from}, true), true);`;
  return [
    `if (${size} > ${MAX_LOOP}) { ${bytes}.set(${source}.subarray(${start}, ${end}), ${length}); ${length} += ${size}; }`,
    // Four bytes at a time; the last four overlap those before.
    `else if (${size} >= 4) {`,
    `for (let i = ${start}, to = ${length}; i < ${end} - 4; i += 4, to += 4) ${word('to', 'i')}`,
    `${length} += ${size}; ${word(`${length} - 4`, `${end} - 4`)}`,
    `} else for (let i = ${start}; i < ${end}; i++) ${bytes}[${length}++] = ${source}[i];`,
  ].join('\n');
}

/** A statement that makes room for so many bytes, given as source text. */
export function reserveCode(room: string, { writer, bytes, length, ...request }: WriterRequest): string {
  const grow = `${writer}.length = ${length}; ${writer}.reserve(${room}); ${renewCode({ writer, bytes, length, ...request })}`;
  return `if (${length} + ${room} > ${bytes}.length) { ${grow} }`;
}

/** Statements for after the target's ByteWriter was written to: it may have grown. */
export function renewCode({ writer, bytes, view, length }: WriterRequest): string {
  return `${bytes} = ${writer}.bytes; ${view} = ${writer}.view; ${length} = ${writer}.length;`;
}
