import {
  dateEnd,
  decimalEnd,
  FLOAT_TEXT_DIGITS,
  fractionEnd,
  isDoubleText,
  type LogicalType,
  type RowType,
  timeEnd,
  timestampEnd,
} from '@tsql/core';
import type { TimestampStandard } from '../java/temporal.js';
import { literalEnd, numberEnd, plainTextEnd } from './scan.js';

/** Returns the position behind a value that is written exactly as Flink writes it, or -1. */
export type CanonicalScan = (source: Uint8Array, at: number) => number;

/**
 * A scan over values of a type whose bytes can be copied as they stand to a JSON writer with the same timestamp standard; used for
 * what is nested. Undefined for types that are always read.
 */
export function canonicalScan(type: LogicalType, standard: TimestampStandard): CanonicalScan | undefined {
  const scan = notNullScan(type, standard);
  return scan && ((source, at) => (source[at] === LOWER_N ? literalEnd(source, at) : scan(source, at)));
}

const LOWER_N = 0x6e;
const QUOTE = 0x22;

function notNullScan(type: LogicalType, standard: TimestampStandard): CanonicalScan | undefined {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return quoted(plainTextEnd);
    case 'BOOLEAN':
      return literalEnd;
    case 'TINYINT':
      return integer(2);
    case 'SMALLINT':
      return integer(4);
    case 'INTEGER':
      return integer(9);
    case 'BIGINT':
      return integer(18);
    case 'DECIMAL':
      return (source, at) => {
        const end = numberEnd(source, at);
        return end >= 0 && decimalEnd(source, at, end, type.precision, type.scale) === end ? end : -1;
      };
    case 'FLOAT':
    case 'DOUBLE': {
      const digits = FLOAT_TEXT_DIGITS[type.kind];
      return (source, at) => {
        const end = numberEnd(source, at);
        return end >= 0 && isDoubleText(source, at, end, digits) ? end : -1;
      };
    }
    case 'DATE':
      return quoted(dateEnd);
    case 'TIME':
      return quoted(timeEnd);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const separator = standard === 'SQL' ? 0x20 : 0x54;
      const isInstant = type.kind === 'TIMESTAMP_LTZ';
      return quoted((source, at) => {
        const end = timestampEnd(source, at, separator);
        if (end < 0 || fractionEnd(source, at, end) !== end) return -1;
        return isInstant ? (source[end] === 0x5a ? end + 1 : -1) : end;
      });
    }
    case 'ARRAY': {
      const element = canonicalScan(type.element, standard);
      return element && arrayScan(element);
    }
    case 'ROW':
      return rowScan(type, standard);
    default:
      return undefined;
  }
}

function quoted(scan: CanonicalScan): CanonicalScan {
  return (source, at) => {
    if (source[at] !== QUOTE) return -1;
    const end = scan(source, at + 1);
    return end >= 0 && source[end] === QUOTE ? end + 1 : -1;
  };
}

/** At most so many digits: what has more may not fit. */
function integer(digits: number): CanonicalScan {
  return (source, at) => {
    const end = numberEnd(source, at);
    if (end < 0 || end - at > digits) return -1;
    for (let i = at; i < end; i++) if ((source[i] as number) === 0x2e || (source[i] as number) > 0x39) return -1;
    return source[at] === 0x2d && source[at + 1] === 0x30 ? -1 : end;
  };
}

function arrayScan(element: CanonicalScan): CanonicalScan {
  return (source, start) => {
    if (source[start] !== 0x5b) return -1;
    if (source[start + 1] === 0x5d) return start + 2;
    for (let at = start + 1; ; at++) {
      at = element(source, at);
      if (at < 0 || (source[at] !== 0x2c && source[at] !== 0x5d)) return -1;
      if (source[at] === 0x5d) return at + 1;
    }
  };
}

/** All fields in their order, without blanks. */
function rowScan(type: RowType, standard: TimestampStandard): CanonicalScan | undefined {
  const names = fieldPrefixes(type);
  const scans: CanonicalScan[] = [];
  for (const field of type.fields) {
    const scan = canonicalScan(field.type, standard);
    if (scan === undefined || PLAIN_NAME.test(field.name) === false) return undefined;
    scans.push(scan);
  }
  if (type.fields.length === 0) return undefined;
  if (new Set(type.fields.map(({ name }) => name)).size < type.fields.length) return undefined;
  return (source, start) => {
    let at = start;
    for (let field = 0; field < scans.length; field++) {
      const name = names[field] as Uint8Array;
      for (let i = 0; i < name.length; i++) if (source[at + i] !== name[i]) return -1;
      at = (scans[field] as CanonicalScan)(source, at + name.length);
      if (at < 0) return -1;
    }
    return source[at] === 0x7d ? at + 1 : -1;
  };
}

/** What stands in front of each field's value. */
export function fieldPrefixes(type: RowType): readonly Uint8Array[] {
  return type.fields.map(({ name }, index) => Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
}

/** Names that JSON writes as they are. */
export const PLAIN_NAME = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/;
