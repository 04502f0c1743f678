const CONTROLS: Readonly<Record<string, string>> = { b: '\b', n: '\n', t: '\t', f: '\f', r: '\r' };
const ESCAPE = /\\(?:([0-3]?[0-7]{1,2})|u+\+?([0-9A-Fa-f]{4})|(u)|(.?))/gs;

/**
 * Resolves escapes as commons-lang's `StringEscapeUtils.unescapeJava`: `\t`, `\u0001`, `\1`; a backslash before anything
 * else is dropped. Undefined for a `\u` without four digits.
 */
export function unescapeJava(text: string): string | undefined {
  let isValid = true;
  const unescaped = text.replace(ESCAPE, (_, octal?: string, hex?: string, bare?: string, other?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (bare !== undefined) isValid = false;
    return CONTROLS[other ?? ''] ?? other ?? '';
  });
  return isValid ? unescaped : undefined;
}
