/** Reads Protobuf's wire format. Throws a RangeError at the end. */
export class WireReader {
  private readonly view: DataView;
  at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.view.getUint8(this.at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error('a number takes more than ten bytes');
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
    const length = this.varint();
    if (length > BigInt(this.bytes.length - this.at)) throw new RangeError('it ends too early');
    const start = this.at;
    this.at += Number(length);
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
          const tag = Number(this.varint());
          if (tag % 8 === 4) {
            if (tag >>> 3 !== number) throw new Error('a group ends with another number');
            return;
          }
          this.skip(tag % 8, tag >>> 3, depth + 1);
        }
      case 5:
        this.fixed32();
        return;
      default:
        throw new Error(`wire type ${wire} does not exist`);
    }
  }
}
