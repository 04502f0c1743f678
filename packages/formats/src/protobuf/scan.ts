import { cursor, readUnsigned } from '../avro/read-number.js';

/** What generated readers call: they leave the position behind in {@link cursor}, or return it. What is malformed gives NaN or -1. */

const MAX_VARINT = 10;
const SIGN = 1n << 63n;

/** The lower 32 bits of a number. */
export function readInt32(source: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start, shift = 0; at < start + MAX_VARINT; at++, shift += 7) {
    const byte = source[at] as number;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (!(byte > 0x7f)) {
      cursor.at = at + 1;
      return value;
    }
  }
  return Number.NaN;
}

/** A number as a signed one of 64 bits; undefined where it is malformed. With a tenth byte it is negative, as Java reads it. */
export function readInt64(source: Uint8Array, start: number): bigint | undefined {
  let value = 0n;
  for (let at = start, shift = 0n; at < start + MAX_VARINT; at++, shift += 7n) {
    const byte = source[at] as number;
    value |= BigInt(byte & 0x7f) << shift;
    if (!(byte > 0x7f)) {
      cursor.at = at + 1;
      return BigInt.asIntN(64, shift < 63n ? value : value | SIGN);
    }
  }
  return undefined;
}

/** As {@link readInt64}, in zig-zag. */
export function readSint64(source: Uint8Array, start: number): bigint | undefined {
  const folded = readInt64(source, start);
  if (folded === undefined) return undefined;
  const unsigned = BigInt.asUintN(64, folded);
  return BigInt.asIntN(64, (unsigned >> 1n) ^ -(unsigned & 1n));
}

/** A length that a record can have, or NaN. */
export function readLength(source: Uint8Array, start: number): number {
  const length = readUnsigned(source, start);
  return length <= 0x7fffffff ? length : Number.NaN;
}

/** Over a field that nobody reads; -1 for groups and what is none. */
export function fieldEnd(source: Uint8Array, start: number, wire: number): number {
  switch (wire) {
    case 0:
      return Number.isNaN(readInt32(source, start)) ? -1 : cursor.at;
    case 1:
      return start + 8;
    case 2: {
      const length = readLength(source, start);
      return Number.isNaN(length) ? -1 : cursor.at + length;
    }
    case 5:
      return start + 4;
    default:
      return -1;
  }
}
