/**
 * Variable-length numbers as generated readers read them. Each function leaves the position behind the number in {@link cursor}. What lies
 * beyond the source counts as zero: the caller compares the position with the record's end.
 */

/** Where the last number ended. */
export const cursor = { at: 0 };

/** The lower 32 bits of up to five bytes, not yet unfolded. Throws where there are more. */
export function readVarint(source: Uint8Array, start: number): number {
  let value = 0;
  let at = start;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = source[at++] as number;
    value |= (byte & 0x7f) << shift;
    if (!(byte > 0x7f)) {
      cursor.at = at;
      return value;
    }
  }
  throw new Error('a number takes more than five bytes');
}

const SEVEN_BITS = 128;
const MAX_BYTES = 7;

/** An unsigned number of up to seven bytes; NaN where there are more. */
export function readUnsigned(source: Uint8Array, start: number): number {
  let value = 0;
  let unit = 1;
  for (let at = start; at < start + MAX_BYTES; at++) {
    const byte = source[at] as number;
    value += (byte & 0x7f) * unit;
    if (!(byte > 0x7f)) {
      cursor.at = at + 1;
      return value;
    }
    unit *= SEVEN_BITS;
  }
  return Number.NaN;
}

/** A number in zig-zag of up to seven bytes; NaN where there are more. */
export function readZigZag(source: Uint8Array, start: number): number {
  const folded = readUnsigned(source, start);
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/** The length of a text or of bytes, which is in zig-zag; -1 for what is none. */
export function readLength(source: Uint8Array, start: number): number {
  const folded = readUnsigned(source, start);
  return folded <= 0x7fffffff && folded % 2 === 0 ? folded / 2 : -1;
}

const MAX_UNSCALED_BYTES = 6;

/** A number in two's complement, the most significant byte first; NaN where it takes more than six bytes or none. */
export function readTwosComplement(source: Uint8Array, start: number, end: number): number {
  if (end - start > MAX_UNSCALED_BYTES || end === start) return Number.NaN;
  let value = ((source[start] as number) << 24) >> 24;
  for (let at = start + 1; at < end; at++) value = value * 256 + (source[at] as number);
  return value;
}
