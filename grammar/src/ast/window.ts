import type { Expression } from './expression.js';
import type { NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { OrderItem } from './query.js';

/** `(w PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`. */
export interface WindowSpecification extends AstNode {
  readonly kind: 'WindowSpecification';
  /** A window of the WINDOW clause that this one extends. */
  readonly reference?: NamePart;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame?: WindowFrame;
}

/** `ROWS BETWEEN x AND y`; without BETWEEN there is no end. */
export interface WindowFrame extends AstNode {
  readonly kind: 'WindowFrame';
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: WindowBound;
  readonly end?: WindowBound;
}

/** An end of a window's frame; `offset` is there with PRECEDING and FOLLOWING. */
export interface WindowBound extends AstNode {
  readonly kind: 'WindowBound';
  readonly bound: 'UNBOUNDED PRECEDING' | 'PRECEDING' | 'CURRENT ROW' | 'FOLLOWING' | 'UNBOUNDED FOLLOWING';
  readonly offset?: Expression;
}

/** `WINDOW w AS (…)`. */
export interface NamedWindow extends AstNode {
  readonly kind: 'NamedWindow';
  readonly name: NamePart;
  readonly specification: WindowSpecification;
}
