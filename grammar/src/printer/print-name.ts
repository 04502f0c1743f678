import type { Identifier, NamePart, Star } from '../ast/index.js';
import { RESERVED_WORDS } from '../lexer/reserved-words.js';

const PLAIN_NAME =
  /^[A-Za-z_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff][A-Za-z0-9_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff]*$/;

/** Prints a simple name: between backticks where it was so, or has to be. */
export function printName({ text, quoted }: NamePart): string {
  const isPlain = !quoted && PLAIN_NAME.test(text) && text !== '$' && !RESERVED_WORDS.has(text.toUpperCase());
  return isPlain ? text : `\`${text.replaceAll('`', '``')}\``;
}

/** `a, b` */
export function printNames(names: readonly NamePart[]): string {
  return names.map(printName).join(', ');
}

/** `a.b.c` */
export function printIdentifier({ parts }: Identifier): string {
  return parts.map(printName).join('.');
}

/** `*`, `t.*` */
export function printStar({ qualifier }: Star): string {
  return qualifier === undefined ? '*' : `${printIdentifier(qualifier)}.*`;
}

/** Puts together the pieces that are there. */
export function words(...pieces: readonly (string | undefined | false)[]): string {
  return pieces.filter((piece) => piece !== undefined && piece !== false && piece !== '').join(' ');
}
