import type { Identifier } from '../ast/index.js';

/** How a tree is written down as Flink does. */
export interface Unparsing {
  /** The full name of a table: its parts as written, where this knows none. */
  readonly tableName?: (name: Identifier) => readonly string[] | undefined;
  /** What stands before a column that is written without it. */
  readonly qualifier?: (column: Identifier) => string | undefined;
  /**
   * False: the tree as it was parsed, as in views. True: after functions were looked up, as in computed columns.
   */
  readonly isValidated: boolean;
}

/** A name between backticks. */
export const quotedName = (text: string): string => `\`${text.replaceAll('`', '``')}\``;

/** `a`.`b` between backticks. */
export const quotedParts = (parts: readonly string[]): string => parts.map(quotedName).join('.');

/** Names separated by commas. */
export const quotedNames = (names: readonly { readonly text: string }[]): string =>
  names.map(({ text }) => quotedName(text)).join(', ');
