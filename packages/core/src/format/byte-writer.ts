const encoder = new TextEncoder();

/**
 * A growing slab that serializers write to. Positions stay valid when it grows; `bytes` does not, so read it anew.
 */
export class ByteWriter {
  bytes: Uint8Array;
  /** Over `bytes`. */
  view: DataView;
  /** How much is written. */
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  writeByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  writeBytes(source: Uint8Array, start = 0, end = source.length): void {
    this.reserve(end - start);
    this.bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** Writes a text of characters below U+0080. */
  writeAscii(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length + i] = text.charCodeAt(i);
    this.length += text.length;
  }

  /** Writes a text as UTF-8; a lone surrogate becomes `?`, as Java's encoder writes it. */
  writeUtf8(text: string): void {
    this.reserve(text.length * 3);
    const wellFormed = text.isWellFormed() ? text : replaceLoneSurrogates(text);
    this.length += encoder.encodeInto(wellFormed, this.bytes.subarray(this.length)).written;
  }

  /** Forgets what was written, and gives memory back that is many times `capacity`. */
  shrink(capacity: number): void {
    this.length = 0;
    if (this.bytes.length <= capacity * 4) return;
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Forgets what was written behind `length`, or all of it. */
  truncate(length = 0): void {
    this.length = length;
  }
}

function replaceLoneSurrogates(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '?');
}
