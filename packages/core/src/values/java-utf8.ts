const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Decodes UTF-8 as Java's `new String(bytes, UTF_8)`: what is malformed becomes U+FFFD, as elsewhere, but a surrogate written in
 * three bytes becomes one U+FFFD, where the Encoding Standard gives three.
 */
export function decodeJavaUtf8(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') && bytes.includes(SURROGATE_LEAD) ? decoder.decode(withoutSurrogates(bytes)) : text;
}

const SURROGATE_LEAD = 0xed;
/** Stands in no UTF-8: decoded to one U+FFFD. */
const MALFORMED = 0xff;

function withoutSurrogates(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; ) {
    const isSurrogate = bytes[i] === SURROGATE_LEAD && ((bytes[i + 1] ?? 0) & 0xe0) === 0xa0;
    result[length++] = isSurrogate ? MALFORMED : (bytes[i] as number);
    i += !isSurrogate ? 1 : ((bytes[i + 2] ?? 0) & 0xc0) === 0x80 ? 3 : 2;
  }
  return result.subarray(0, length);
}
