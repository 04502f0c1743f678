import type { CharacterLiteral, NumericLiteral } from './literal.js';
import type { Identifier, NamePart } from './name.js';
import type { AstNode } from './node.js';

/** One hint of a `/*+ … *​/` comment: `OPTIONS('k' = 'v')`, `STATE_TTL('t' = '1d')`, `BROADCAST(t)`. */
export interface TableHint extends AstNode {
  readonly kind: 'TableHint';
  readonly name: NamePart;
  /** The hint's `key = value` pairs. */
  readonly options: readonly HintOption[];
  /** The hint's arguments, where it has no pairs. */
  readonly args: readonly (Identifier | CharacterLiteral | NumericLiteral)[];
}

/** `'k' = 'v'` of a hint; the key may be a name. */
export interface HintOption extends AstNode {
  readonly kind: 'HintOption';
  readonly key: CharacterLiteral | Identifier;
  readonly value: CharacterLiteral;
}
