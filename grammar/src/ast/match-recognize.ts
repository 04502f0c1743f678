import type { Expression } from './expression.js';
import type { IntervalLiteral } from './literal.js';
import type { NamePart } from './name.js';
import type { AstNode } from './node.js';
import type { OrderItem } from './query.js';
import type { TableAlias, TableReference } from './table-reference.js';

/** `t MATCH_RECOGNIZE (…)`. */
export interface MatchRecognize extends AstNode {
  readonly kind: 'MatchRecognize';
  readonly input: TableReference;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly measures: readonly PatternMeasure[];
  readonly rowsPerMatch?: 'ONE ROW' | 'ALL ROWS';
  readonly afterMatch?: AfterMatchSkip;
  /** `^` before the pattern. */
  readonly strictStart: boolean;
  /** `$` behind it. */
  readonly strictEnd: boolean;
  readonly pattern: RowPattern;
  readonly within?: IntervalLiteral;
  readonly subsets: readonly PatternSubset[];
  readonly definitions: readonly PatternDefinition[];
  readonly alias?: TableAlias;
}

/** `[FINAL | RUNNING] e AS name` of MEASURES. */
export interface PatternMeasure extends AstNode {
  readonly kind: 'PatternMeasure';
  readonly semantics?: 'FINAL' | 'RUNNING';
  readonly expression: Expression;
  readonly name: NamePart;
}

/** `AFTER MATCH SKIP …`. */
export interface AfterMatchSkip extends AstNode {
  readonly kind: 'AfterMatchSkip';
  readonly target: 'NEXT ROW' | 'PAST LAST ROW' | 'FIRST' | 'LAST';
  /** With FIRST and LAST. */
  readonly variable?: NamePart;
}

/** `SUBSET s = (a, b)`. */
export interface PatternSubset extends AstNode {
  readonly kind: 'PatternSubset';
  readonly name: NamePart;
  readonly variables: readonly NamePart[];
}

/** `a AS condition` of DEFINE. */
export interface PatternDefinition extends AstNode {
  readonly kind: 'PatternDefinition';
  readonly name: NamePart;
  readonly condition: Expression;
}

/** A row pattern. */
export type RowPattern = PatternVariable | PatternSequence | PatternAlternation | PatternQuantifier;

/** A variable of a row pattern. */
export interface PatternVariable extends AstNode {
  readonly kind: 'PatternVariable';
  readonly name: NamePart;
}

/** `a b c`. */
export interface PatternSequence extends AstNode {
  readonly kind: 'PatternSequence';
  readonly patterns: readonly RowPattern[];
}

/** `a | b`. */
export interface PatternAlternation extends AstNode {
  readonly kind: 'PatternAlternation';
  readonly alternatives: readonly RowPattern[];
}

/** `a*`, `a+?`, `a{1,3}`: `max` is absent without an upper limit. */
export interface PatternQuantifier extends AstNode {
  readonly kind: 'PatternQuantifier';
  readonly pattern: RowPattern;
  readonly min: number;
  readonly max?: number;
  readonly reluctant: boolean;
}
