/**
 * Snappy's raw format (format_description.txt of google/snappy), as Avro's blocks hold it. Our own: the packages for it are either
 * native, or were last released years ago.
 */

/** Unpacks; throws a RangeError for bytes that are no Snappy. */
export function uncompressSnappy(source: Uint8Array): Uint8Array {
  const { value: length, next } = readVarint(source);
  const target = new Uint8Array(length);
  let at = next;
  let written = 0;
  while (at < source.length) {
    const tag = source[at++] as number;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const bytes = size - 59;
        size = littleEndian(source, at, bytes);
        at += bytes;
      }
      size++;
      if (at + size > source.length || written + size > length) throw new RangeError('a literal is too long');
      target.set(source.subarray(at, at + size), written);
      at += size;
      written += size;
      continue;
    }
    const { size, offset, used } = copyElement(source, at, tag);
    at += used;
    if (offset === 0 || offset > written || written + size > length) throw new RangeError('a copy reaches too far');
    for (let i = 0; i < size; i++, written++) target[written] = target[written - offset] as number;
  }
  if (written !== length) throw new RangeError(`${length} bytes were promised, ${written} came`);
  return target;
}

function copyElement(source: Uint8Array, at: number, tag: number) {
  switch (tag & 3) {
    case 1:
      return { size: ((tag >> 2) & 7) + 4, offset: ((tag >> 5) << 8) | (source[at] ?? 0), used: 1 };
    case 2:
      return { size: (tag >> 2) + 1, offset: littleEndian(source, at, 2), used: 2 };
    default:
      return { size: (tag >> 2) + 1, offset: littleEndian(source, at, 4), used: 4 };
  }
}

function littleEndian(source: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (source[at + i] ?? 0);
  return value;
}

function readVarint(source: Uint8Array): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 5 && i < source.length; i++) {
    const byte = source[i] as number;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: i + 1 };
  }
  throw new RangeError('the length is missing');
}

const HASH_BITS = 14;
/** Copies reach back this far at most, so that two bytes hold their offsets. */
const MAX_OFFSET = 65_535;

/** Packs: the longest match at the last place with the same four bytes, as Snappy's own encoder does without its skipping. */
export function compressSnappy(source: Uint8Array): Uint8Array {
  const target: number[] = [];
  for (let rest = source.length; ; rest = Math.floor(rest / 128)) {
    target.push(rest < 128 ? rest : (rest % 128) | 0x80);
    if (rest < 128) break;
  }
  const places = new Int32Array(1 << HASH_BITS).fill(-1);
  let literal = 0;
  let at = 0;
  while (at + 4 <= source.length) {
    const word = littleEndianWord(source, at);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
    const candidate = places[slot] as number;
    places[slot] = at;
    if (candidate < 0 || at - candidate > MAX_OFFSET || littleEndianWord(source, candidate) !== word) {
      at++;
      continue;
    }
    let size = 4;
    while (at + size < source.length && source[candidate + size] === source[at + size]) size++;
    writeLiteral(source, literal, at, target);
    writeCopies(at - candidate, size, target);
    at += size;
    literal = at;
  }
  writeLiteral(source, literal, source.length, target);
  return Uint8Array.from(target);
}

function littleEndianWord(source: Uint8Array, at: number): number {
  return (
    (source[at] as number) |
    ((source[at + 1] as number) << 8) |
    ((source[at + 2] as number) << 16) |
    ((source[at + 3] as number) << 24)
  );
}

function writeLiteral(source: Uint8Array, start: number, end: number, target: number[]): void {
  const size = end - start;
  if (size === 0) return;
  const last = size - 1;
  if (last < 60) target.push(last << 2);
  else if (last < 256) target.push(60 << 2, last);
  else if (last < 65_536) target.push(61 << 2, last & 0xff, last >> 8);
  else target.push(63 << 2, last & 0xff, (last >> 8) & 0xff, (last >> 16) & 0xff, last >>> 24);
  for (let i = start; i < end; i++) target.push(source[i] as number);
}

function writeCopies(offset: number, length: number, target: number[]): void {
  for (let rest = length; rest > 0; rest -= 64) {
    target.push(((Math.min(rest, 64) - 1) << 2) | 2, offset & 0xff, offset >> 8);
  }
}
