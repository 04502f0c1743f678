import type { LogicalType } from '../types/index.js';
import type { Timestamp, Value } from '../values/index.js';
import { scaledNumber, timestampMillisOf } from './canonical-text.js';
import { type Cell, CellKind, type CodeWriter } from './cell.js';

/** How a type's values are had as numbers: see NUMBER of {@link Cell}. */
export interface CellNumber {
  /** NaN where the text is too long for a number. */
  ofText(source: Uint8Array, start: number, end: number): number;
  /** NaN where the value is too large. */
  ofValue(value: Value): number;
}

/** Digits, signs and points among them, that are below 2^52 in any case. */
const SAFE_DIGITS = 15;
const LIMIT = 2 ** 52;

const numberOfBigint = (value: Value): number =>
  (value as bigint) < LIMIT && (value as bigint) > -LIMIT ? Number(value) : Number.NaN;
const numberOfTimestamp = (value: Value): number => {
  const { millis } = value as Timestamp;
  return millis < LIMIT && millis > -LIMIT ? millis : Number.NaN;
};
const asNumber = (value: Value): number => value as number;

/** Undefined for types without a number. Of a timestamp it is the milliseconds: what is finer is left out. */
export function numberOfType(type: LogicalType): CellNumber | undefined {
  switch (type.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
      return { ofText: (source, start, end) => scaledNumber(source, start, end, 0), ofValue: asNumber };
    case 'BIGINT':
    case 'DECIMAL': {
      const scale = type.kind === 'DECIMAL' ? type.scale : 0;
      return {
        ofText: (source, start, end) =>
          end - start + scale <= SAFE_DIGITS ? scaledNumber(source, start, end, scale) : Number.NaN,
        ofValue: numberOfBigint,
      };
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return { ofText: timestampMillisOf, ofValue: numberOfTimestamp };
    default:
      return undefined;
  }
}

/** Source text: the number of a field that is not NULL, or NaN where only its value will do. */
export function cellNumberCode(field: Cell | string, number: CellNumber, code: CodeWriter, source: string): string {
  const ofValue = code.constant(number.ofValue);
  if (typeof field === 'string') return `${ofValue}(${field})`;
  const { kind, start, end, value } = field;
  const ofText = `${code.constant(number.ofText)}(${source}, ${start}, ${end})`;
  return `(${kind} === ${CellKind.NUMBER} ? ${value} : ${kind} === ${CellKind.TEXT} ? ${ofText} : ${ofValue}(${value}))`;
}
