import type { ByteWriter } from '@tsql/core';
import { cursor, readZigZag } from './read-number.js';

/** Reads Avro's primitives from a record's bytes. Throws a RangeError at the end. */
export class BinaryReader {
  private source: Uint8Array = new Uint8Array();
  private view: DataView = new DataView(this.source.buffer);
  private start = 0;
  private at = 0;
  private end = 0;

  reset(source: Uint8Array, start: number, end: number): void {
    if (
      source.buffer !== this.source.buffer ||
      source.byteOffset !== this.source.byteOffset ||
      source.length !== this.source.length
    ) {
      this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    }
    this.source = source;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /** In the source: behind what was read. */
  get position(): number {
    return this.at;
  }

  /** Returns where the next bytes stand, and goes over them. */
  private take(size: number): number {
    const start = this.at;
    if (size > this.end - start) throw new RangeError(`${size} bytes are not there`);
    this.at = start + size;
    return start;
  }

  readBoolean(): boolean {
    return this.source[this.take(1)] === 1;
  }

  readInt(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.source[this.take(1)] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Error('an int takes more than five bytes');
  }

  readLong(): bigint {
    const number = readZigZag(this.source, this.at);
    if (!Number.isNaN(number)) {
      this.take(cursor.at - this.at);
      return BigInt(number);
    }
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.source[this.take(1)] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        const unsigned = BigInt.asUintN(64, value);
        return BigInt.asIntN(64, (unsigned >> 1n) ^ -(unsigned & 1n));
      }
    }
    throw new Error('a long takes more than ten bytes');
  }

  readFloat(): number {
    return this.view.getFloat32(this.take(4), true);
  }

  readDouble(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  /** A view of the bytes: not to be kept. */
  readBytes(): Uint8Array {
    const length = this.readLong();
    if (length < 0n || length > BigInt(this.end - this.at)) throw new RangeError(`${length} bytes are not there`);
    return this.readFixed(Number(length));
  }

  readFixed(size: number): Uint8Array {
    const start = this.take(size);
    return new Uint8Array(this.source.buffer, this.source.byteOffset + start, size);
  }

  /** Reads the items of an array's or map's blocks; a negative count is followed by the block's size in bytes. */
  readBlocks(item: () => void): void {
    for (let count = Number(this.readLong()); count !== 0; count = Number(this.readLong())) {
      if (count < 0) {
        this.readLong();
        count = -count;
      }
      // An item without bytes could otherwise be repeated for ever.
      if (count > (this.end - this.start) * 8 + 1024) throw new RangeError(`a block of ${count} items is not there`);
      for (let i = 0; i < count; i++) item();
    }
  }
}

/** Zig-zag, seven bits a byte. */
export function writeLong(target: ByteWriter, value: bigint | number): void {
  if (typeof value === 'number' && value >= -0x40000000 && value < 0x40000000) {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    for (; rest > 0x7f; rest >>>= 7) target.writeByte((rest & 0x7f) | 0x80);
    target.writeByte(rest);
    return;
  }
  const long = BigInt(value);
  let rest = BigInt.asUintN(64, (long << 1n) ^ (long >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) target.writeByte(Number(rest & 0x7fn) | 0x80);
  target.writeByte(Number(rest));
}

const numbers = new DataView(new ArrayBuffer(8));
const numberBytes = new Uint8Array(numbers.buffer);

export function writeFloat(target: ByteWriter, value: number): void {
  numbers.setFloat32(0, value, true);
  target.writeBytes(numberBytes, 0, 4);
}

export function writeDouble(target: ByteWriter, value: number): void {
  numbers.setFloat64(0, value, true);
  target.writeBytes(numberBytes, 0, 8);
}

/** Two's complement, the most significant byte first, as few bytes as it takes: `BigInteger.toByteArray`. */
export function decimalBytes(value: bigint): Uint8Array {
  if (BigInt.asIntN(32, value) === value) return intBytes(Number(value));
  let size = 5;
  while (BigInt.asIntN(size * 8, value) !== value) size++;
  const bytes = new Uint8Array(size);
  let rest = BigInt.asUintN(size * 8, value);
  for (let i = size - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

function intBytes(value: number): Uint8Array {
  let shift = 24;
  while (shift > 0 && (value << shift) >> shift !== value) shift -= 8;
  const bytes = new Uint8Array(4 - shift / 8);
  for (let i = bytes.length - 1, rest = value; i >= 0; i--, rest >>= 8) bytes[i] = rest & 0xff;
  return bytes;
}

export function decimalOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) throw new Error('a decimal without bytes');
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}
