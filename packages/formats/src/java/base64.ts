function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/** What {@link decodeSextet} gives for '='. */
export const PADDING = 64;
const NO_BASE64 = 65;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const SEXTETS = new Uint8Array(128).fill(NO_BASE64);
for (let i = 0; i < ALPHABET.length; i++) SEXTETS[ALPHABET.charCodeAt(i)] = i;

/**
 * Base64 as Jackson's `Base64Variants.MIME_NO_LINEFEEDS` reads it: groups of four, each padded where it is short; blanks may
 * stand between groups only.
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4) + 3);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) <= 0x20) {
      at++;
      continue;
    }
    const a = sextet(text, at++);
    const b = sextet(text, at++);
    const c = sextet(text, at++);
    const d = sextet(text, at++);
    if (a === PADDING || b === PADDING || (c === PADDING && d !== PADDING)) fail(text, 'base64');
    bytes[length++] = (a << 2) | (b >> 4);
    if (c !== PADDING) bytes[length++] = (b << 4) | (c >> 2);
    if (d !== PADDING) bytes[length++] = (c << 6) | d;
  }
  return bytes.slice(0, length);
}

function sextet(text: string, at: number): number {
  if (at >= text.length) fail(text, 'padded base64');
  return decodeSextet(text.charCodeAt(at)) ?? fail(text, 'base64');
}

/** The six bits of a character, {@link PADDING} for '=', undefined for what is no base64. */
export function decodeSextet(code: number): number | undefined {
  const bits = code < 128 ? (SEXTETS[code] as number) : NO_BASE64;
  return bits === NO_BASE64 ? undefined : bits;
}
