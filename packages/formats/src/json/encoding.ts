/**
 * The document as UTF-8. Jackson finds UTF-16 and UTF-32, with and without a byte order mark, by the first four bytes
 * (RFC 4627, section 3), and skips the mark of UTF-8.
 */
export function toUtf8(
  source: Uint8Array,
  start: number,
  end: number,
): { source: Uint8Array; start: number; end: number } {
  const [a = -1, b = -1, c = -1, d = -1] = source.subarray(start, Math.min(end, start + 4));
  if (a === 0xef && b === 0xbb && c === 0xbf) return { source, start: start + 3, end };
  const found = detect(a, b, c, d);
  if (found === undefined) return { source, start, end };
  const bytes = encodeUtf8(source.subarray(start + found.mark, end), found);
  return { source: bytes, start: 0, end: bytes.length };
}

interface Encoding {
  readonly width: 2 | 4;
  readonly isBigEndian: boolean;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

function detect(a: number, b: number, c: number, d: number): Encoding | undefined {
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { width: 4, isBigEndian: true, mark: 4 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { width: 4, isBigEndian: false, mark: 4 };
  if (a === 0xfe && b === 0xff) return { width: 2, isBigEndian: true, mark: 2 };
  if (a === 0xff && b === 0xfe) return { width: 2, isBigEndian: false, mark: 2 };
  if (a === 0 && b === 0 && c === 0 && d > 0) return { width: 4, isBigEndian: true, mark: 0 };
  if (a > 0 && b === 0 && c === 0 && d === 0) return { width: 4, isBigEndian: false, mark: 0 };
  if (a === 0 && b > 0) return { width: 2, isBigEndian: true, mark: 0 };
  if (a > 0 && b === 0) return { width: 2, isBigEndian: false, mark: 0 };
  return undefined;
}

function encodeUtf8(bytes: Uint8Array, { width, isBigEndian }: Encoding): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let i = 0; i + width <= bytes.length; i += width) {
    const code = width === 2 ? view.getUint16(i, !isBigEndian) : view.getUint32(i, !isBigEndian);
    text += width === 2 ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return new TextEncoder().encode(text);
}
