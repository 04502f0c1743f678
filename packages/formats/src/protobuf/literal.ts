/** What a default in a .proto file or a descriptor set says: text, bytes (as characters to U+00FF), a number, or a name. */
export type Literal =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'word'; readonly text: string };

const DEFAULT =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\bdefault\s*=\s*((?:\s*(?:"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'))+|[-+]?\s*[\w.+-]+)|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g;

/**
 * Takes the defaults out of a .proto file's text and leaves numbers in quotes in their places: protobufjs reads integers through
 * doubles and does not know all escapes.
 */
export function extractDefaults(text: string): { readonly text: string; readonly literals: readonly Literal[] } {
  const literals: Literal[] = [];
  const replaced = text.replace(DEFAULT, (whole, literal: string | undefined) => {
    if (literal === undefined) return whole;
    literals.push(parseLiteral(literal.trim()));
    return `default = "${literals.length - 1}"`;
  });
  return { text: replaced, literals };
}

function parseLiteral(text: string): Literal {
  if (!/^["']/.test(text)) return { kind: 'word', text: text.replace(/\s/g, '') };
  const parts = text.match(/"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g) ?? [];
  return { kind: 'text', bytes: new Uint8Array(Buffer.concat(parts.map((part) => unescapeBytes(part.slice(1, -1))))) };
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The bytes of a text with C's escapes, as in .proto files and in the defaults of bytes in descriptor sets. */
export function unescapeBytes(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [part, octal, hex] of text.matchAll(/\\([0-7]{1,3})|\\[xX]([0-9a-fA-F]{1,2})|\\[\s\S]|[^\\]+/g)) {
    const code = octal ?? hex;
    if (code !== undefined) parts.push(Uint8Array.of(Number.parseInt(code, hex === undefined ? 8 : 16)));
    else if (!part.startsWith('\\')) parts.push(Buffer.from(part));
    else parts.push(Uint8Array.of(SIMPLE[part.charAt(1)] ?? part.charCodeAt(1)));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** An integer in any of its notations; undefined for what is none. */
export function integerOf(text: string): bigint | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return sign === '-' ? -value : value;
}

/** A FLOAT or DOUBLE: decimal, `inf`, `nan`. */
export function floatOf(text: string): number {
  const lower = text.toLowerCase();
  if (/^[-+]?inf(inity)?$/.test(lower))
    return lower.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /nan$/.test(lower) ? Number.NaN : Number(lower.replace(/f$/, ''));
}
