/** A record's characters. */
export interface CsvText {
  readonly text: string;
  /** The bytes behind the text are malformed: reading on fails, what stands before can be read. */
  readonly isBroken: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The record as Jackson's `CsvParserBootstrapper` opens it: UTF-16 and UTF-32 are found by a byte order mark or by zero
 * bytes among the first four, all else is UTF-8.
 */
export function readText(source: Uint8Array, start: number, end: number): CsvText {
  let isAscii = true;
  for (let i = start; i < end && isAscii; i++) {
    const byte = source[i] as number;
    isAscii = byte > 0 && byte < 0x80;
  }
  if (isAscii) return { text: latin1(source, start, end), isBroken: false };
  return detect(source, start, end) ?? readUtf8(source, start, end);
}

function latin1(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('latin1');
}

function detect(source: Uint8Array, start: number, end: number): CsvText | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = source.subarray(start, end);
  const length = end - start;
  if (length < 2) return undefined;
  if (length >= 4) {
    const quad = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (quad === 0x0000feff) return utf32(source, start + 4, end, false);
    if (quad === 0xfffe0000) return utf32(source, start + 4, end, true);
    if (quad === 0x0000fffe || quad === 0xfeff0000) throw new Error('UTF-32 of an unknown order of bytes');
    if (quad >>> 16 === 0xfeff) return utf16(source, start + 2, end, false);
    if (quad >>> 16 === 0xfffe) return utf16(source, start + 2, end, true);
    if (quad >>> 8 === 0xefbbbf) return readUtf8(source, start + 3, end);
    if (quad >>> 8 === 0) return utf32(source, start, end, false);
    if ((quad & 0x00ffffff) === 0) return utf32(source, start, end, true);
    if ((quad & 0xff00ffff) === 0 || (quad & 0xffff00ff) === 0) throw new Error('UTF-32 of an unknown order of bytes');
  }
  if (a === 0) return utf16(source, start, end, false);
  return b === 0 ? utf16(source, start, end, true) : undefined;
}

/** As Java's decoder: malformed parts become U+FFFD. */
function utf16(source: Uint8Array, start: number, end: number, isLittle: boolean): CsvText {
  const decoder = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be', { ignoreBOM: true });
  return { text: decoder.decode(source.subarray(start, end)), isBroken: false };
}

function utf32(source: Uint8Array, start: number, end: number, isLittle: boolean): CsvText {
  const view = new DataView(source.buffer, source.byteOffset + start, end - start);
  let text = '';
  for (let i = 0; i + 4 <= view.byteLength; i += 4) {
    const point = view.getUint32(i, isLittle);
    if (point > 0x10ffff) return { text, isBroken: true };
    text += String.fromCodePoint(point);
  }
  return { text, isBroken: view.byteLength % 4 !== 0 };
}

function readUtf8(source: Uint8Array, start: number, end: number): CsvText {
  try {
    return { text: strict.decode(source.subarray(start, end)), isBroken: false };
  } catch {
    return readLenientUtf8(source, start, end);
  }
}

/** As Jackson's `UTF8Reader`: surrogates, overlong forms and points beyond U+10FFFF pass, stray bytes do not. */
function readLenientUtf8(source: Uint8Array, start: number, end: number): CsvText {
  let text = '';
  for (let i = start; i < end; ) {
    const lead = source[i] as number;
    const size =
      lead < 0x80 ? 1 : (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
    if (size === 0 || i + size > end) return { text, isBroken: true };
    let point = size === 1 ? lead : lead & (0xff >> (size + 1));
    for (let k = 1; k < size; k++) {
      const byte = source[i + k] as number;
      if ((byte & 0xc0) !== 0x80) return { text, isBroken: true };
      point = (point << 6) | (byte & 0x3f);
    }
    i += size;
    text +=
      size < 4
        ? String.fromCharCode(point)
        : String.fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 | ((point - 0x10000) & 0x3ff));
  }
  return { text, isBroken: false };
}
