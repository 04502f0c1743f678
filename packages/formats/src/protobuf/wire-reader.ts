const SIGN = 1n << 63n;

/** Reads Protobuf's wire format as Java's `CodedInputStream` does. Throws a RangeError at the end. */
export class WireReader {
  private readonly view: DataView;
  at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Java looks at the sign of a tenth byte only: a number that has one is negative, whatever the byte holds. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 63n; shift += 7n) {
      const byte = this.view.getUint8(this.at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    if (this.view.getUint8(this.at++) > 0x7f) throw new Error('a number takes more than ten bytes');
    return value | SIGN;
  }

  /** The lower 32 bits of a number. */
  int32(): number {
    return Number(BigInt.asIntN(32, this.varint()));
  }

  /** A field's number and its wire type. */
  tag(): { readonly number: number; readonly wire: number } {
    const tag = this.int32();
    if (tag >>> 3 === 0) throw new Error('a field has the number 0');
    return { number: tag >>> 3, wire: tag & 7 };
  }

  fixed32(): DataView {
    return this.view_(4);
  }

  fixed64(): DataView {
    return this.view_(8);
  }

  private view_(size: number): DataView {
    if (this.at + size > this.bytes.length) throw new RangeError('it ends too early');
    this.at += size;
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at - size, size);
  }

  delimited(): Uint8Array {
    const length = this.int32();
    if (length < 0) throw new RangeError(`a length of ${length}`);
    if (length > this.bytes.length - this.at) throw new RangeError('it ends too early');
    const start = this.at;
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  /** Over a field that the message does not define. */
  skip(wire: number, number: number, depth = 0): void {
    if (depth > 100) throw new Error('groups are nested too deep');
    switch (wire) {
      case 0:
        this.varint();
        return;
      case 1:
        this.fixed64();
        return;
      case 2:
        this.delimited();
        return;
      case 3:
        for (;;) {
          const inner = this.tag();
          if (inner.wire === 4) {
            if (inner.number !== number) throw new Error('a group ends with another number');
            return;
          }
          this.skip(inner.wire, inner.number, depth + 1);
        }
      case 5:
        this.fixed32();
        return;
      default:
        throw new Error(`wire type ${wire} does not exist`);
    }
  }
}
