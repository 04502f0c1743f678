import type { ByteWriter } from '@tsql/core';

/** Reads Avro's primitives from a record's bytes. Throws a RangeError at the end. */
export class BinaryReader {
  private at = 0;
  private view: DataView = new DataView(new ArrayBuffer(0));

  reset(source: Uint8Array, start: number, end: number): void {
    this.view = new DataView(source.buffer, source.byteOffset + start, end - start);
    this.at = 0;
  }

  readBoolean(): boolean {
    return this.view.getUint8(this.at++) === 1;
  }

  readInt(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.view.getUint8(this.at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Error('an int takes more than five bytes');
  }

  readLong(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.view.getUint8(this.at++);
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1));
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.view.getUint8(this.at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        const unsigned = BigInt.asUintN(64, value);
        return BigInt.asIntN(64, (unsigned >> 1n) ^ -(unsigned & 1n));
      }
    }
    throw new Error('a long takes more than ten bytes');
  }

  readFloat(): number {
    const value = this.view.getFloat32(this.at, true);
    this.at += 4;
    return value;
  }

  readDouble(): number {
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** A view of the bytes: not to be kept. */
  readBytes(): Uint8Array {
    const length = this.readLong();
    if (length < 0n || length > BigInt(this.view.byteLength - this.at))
      throw new RangeError(`${length} bytes are not there`);
    return this.readFixed(Number(length));
  }

  readFixed(size: number): Uint8Array {
    if (size > this.view.byteLength - this.at) throw new RangeError(`${size} bytes are not there`);
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + this.at, size);
    this.at += size;
    return bytes;
  }

  /** Reads the items of an array's or map's blocks; a negative count is followed by the block's size in bytes. */
  readBlocks(item: () => void): void {
    for (let count = Number(this.readLong()); count !== 0; count = Number(this.readLong())) {
      if (count < 0) {
        this.readLong();
        count = -count;
      }
      // An item without bytes could otherwise be repeated for ever.
      if (count > this.view.byteLength * 8 + 1024) throw new RangeError(`a block of ${count} items is not there`);
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
