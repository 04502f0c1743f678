/** Numbers as generated writers write them: all return the position behind. There has to be room, ten bytes and more. */

/** Seven bits a byte, of a number from 0 to 2^53. */
export function writeUnsigned(bytes: Uint8Array, start: number, number: number): number {
  let at = start;
  let rest = number;
  while (rest > 0x7fffffff) {
    bytes[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  let small = rest | 0;
  while (small > 0x7f) {
    bytes[at++] = (small & 0x7f) | 0x80;
    small >>>= 7;
  }
  bytes[at++] = small;
  return at;
}

/** In zig-zag, of a number below 2^52. */
export function writeZigZag(bytes: Uint8Array, at: number, number: number): number {
  return writeUnsigned(bytes, at, number >= 0 ? number * 2 : number * -2 - 1);
}

/** A decimal's unscaled value below 2^52 as its length and `BigInteger.toByteArray`. */
export function writeUnscaled(bytes: Uint8Array, at: number, number: number): number {
  let size = 1;
  for (let limit = 128; number >= limit || number < -limit; limit *= 256) size++;
  bytes[at] = size * 2;
  let rest = number;
  for (let i = at + size; i > at; i--) {
    const next = Math.floor(rest / 256);
    bytes[i] = rest - next * 256;
    rest = next;
  }
  return at + size + 1;
}
