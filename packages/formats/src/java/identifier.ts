const START = /^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Java counts control characters that can be left out
const PART = /^[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mc}\p{Mn}\p{Cf}\u0000-\u0008\u000e-\u001b\u007f-\u009f]$/u;

/** `Character.isJavaIdentifierStart` of one UTF-16 unit. */
export const isIdentifierStart = (unit: number): boolean => START.test(String.fromCharCode(unit));

/** `Character.isJavaIdentifierPart` of one UTF-16 unit. */
export const isIdentifierPart = (unit: number): boolean => PART.test(String.fromCharCode(unit));
