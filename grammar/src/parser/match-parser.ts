import type { TokenType } from 'chevrotain';
import type {
  AfterMatchSkip,
  Expression,
  IntervalLiteral,
  MatchRecognize,
  OrderItem,
  PatternDefinition,
  PatternMeasure,
  PatternSubset,
  RowPattern,
  TableReference,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { QueryParser } from './query-parser.js';

/** How often a pattern may occur. */
interface Occurrences {
  readonly min: number;
  readonly max?: number;
}

/** MATCH_RECOGNIZE. */
export abstract class MatchParser extends QueryParser {
  readonly matchRecognize: RuleWith<[Start, TableReference], MatchRecognize> = this.rule(
    'matchRecognize',
    (start, input) => {
      let partitionBy: Expression[] = [];
      let orderBy: OrderItem[] = [];
      const measures: PatternMeasure[] = [];
      let rowsPerMatch: MatchRecognize['rowsPerMatch'];
      let afterMatch: AfterMatchSkip | undefined;
      let strictStart = false;
      let strictEnd = false;
      let within: IntervalLiteral | undefined;
      const subsets: PatternSubset[] = [];
      const definitions: PatternDefinition[] = [];
      this.word('MATCH_RECOGNIZE');
      this.CONSUME(T.LeftParen);
      this.OPTION(() => {
        this.word('PARTITION');
        this.word('BY');
        partitionBy = this.SUBRULE(this.expressionList);
      });
      this.OPTION1(() => {
        orderBy = this.SUBRULE(this.orderBy);
      });
      this.OPTION2(() => {
        this.word('MEASURES');
        this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => measures.push(this.SUBRULE(this.patternMeasure)) });
      });
      this.OPTION3(() => {
        rowsPerMatch = this.SUBRULE(this.rowsPerMatch);
      });
      this.OPTION4(() => {
        afterMatch = this.SUBRULE(this.afterMatchSkip);
      });
      this.word('PATTERN');
      this.CONSUME1(T.LeftParen);
      this.OPTION5(() => {
        this.CONSUME(T.Caret);
        strictStart = true;
      });
      const pattern = this.SUBRULE(this.rowPattern);
      this.OPTION6(() => {
        this.CONSUME(T.Dollar);
        strictEnd = true;
      });
      this.CONSUME1(T.RightParen);
      this.OPTION7(() => {
        this.word('WITHIN');
        within = this.SUBRULE(this.interval) as IntervalLiteral;
      });
      this.OPTION8(() => {
        this.word('SUBSET');
        this.AT_LEAST_ONE_SEP1({ SEP: T.Comma, DEF: () => subsets.push(this.SUBRULE(this.patternSubset)) });
      });
      this.word('DEFINE');
      this.AT_LEAST_ONE_SEP2({ SEP: T.Comma, DEF: () => definitions.push(this.SUBRULE(this.patternDefinition)) });
      this.CONSUME(T.RightParen);
      return {
        kind: 'MatchRecognize',
        input,
        partitionBy,
        orderBy,
        measures,
        rowsPerMatch,
        afterMatch,
        strictStart,
        strictEnd,
        pattern,
        within,
        subsets,
        definitions,
        span: this.spanFrom(start),
      };
    },
  );

  /** `[FINAL | RUNNING] e AS name` */
  readonly patternMeasure: Rule<PatternMeasure> = this.rule('patternMeasure', () => {
    const start = this.mark();
    let semantics: PatternMeasure['semantics'];
    this.OPTION({
      GATE: () => this.isWord('RUNNING') || !AFTER_FINAL_NAME.has(this.LA(2).tokenType),
      DEF: () => {
        semantics = this.oneOf(['FINAL', 'RUNNING']);
      },
    });
    const expression = this.SUBRULE(this.expression);
    this.word('AS');
    const name = this.SUBRULE(this.namePart);
    return { kind: 'PatternMeasure', semantics, expression, name, span: this.spanFrom(start) };
  });

  /** `ONE ROW PER MATCH`, `ALL ROWS PER MATCH` */
  readonly rowsPerMatch: Rule<'ONE ROW' | 'ALL ROWS'> = this.rule('rowsPerMatch', () => {
    const rows = this.OR<'ONE ROW' | 'ALL ROWS'>([
      { ALT: () => this.after(this.word('ONE'), this.word('ROW'), 'ONE ROW') },
      { ALT: () => this.after(this.word('ALL'), this.word('ROWS'), 'ALL ROWS') },
    ]);
    this.word('PER');
    this.word('MATCH');
    return rows;
  });

  readonly afterMatchSkip: Rule<AfterMatchSkip> = this.rule('afterMatchSkip', () => {
    const start = this.mark();
    let target: AfterMatchSkip['target'] = 'LAST';
    let variable: AfterMatchSkip['variable'];
    this.word('AFTER');
    this.word('MATCH');
    this.word('SKIP');
    this.OR([
      {
        ALT: () => {
          this.word('PAST');
          this.word('LAST');
          this.word('ROW');
          target = 'PAST LAST ROW';
        },
      },
      {
        ALT: () => {
          this.word('TO');
          this.OR1([
            {
              ALT: () => {
                this.word('NEXT');
                this.word('ROW', 1);
                target = 'NEXT ROW';
              },
            },
            {
              ALT: () => {
                this.OPTION({
                  GATE: () => !this.isWord('PATTERN', 2),
                  DEF: () => {
                    target = this.oneOf(['FIRST', 'LAST'], 2);
                  },
                });
                variable = this.SUBRULE(this.namePart);
              },
            },
          ]);
        },
      },
    ]);
    return { kind: 'AfterMatchSkip', target, variable, span: this.spanFrom(start) };
  });

  /** `a | b c` */
  readonly rowPattern: Rule<RowPattern> = this.rule('rowPattern', () => {
    const start = this.mark();
    const alternatives: RowPattern[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.VerticalBar, DEF: () => alternatives.push(this.SUBRULE(this.patternSequence)) });
    const [only] = alternatives;
    return alternatives.length === 1 && only !== undefined
      ? only
      : { kind: 'PatternAlternation', alternatives, span: this.spanFrom(start) };
  });

  readonly patternSequence: Rule<RowPattern> = this.rule('patternSequence', () => {
    const start = this.mark();
    const patterns: RowPattern[] = [];
    this.AT_LEAST_ONE(() => patterns.push(this.SUBRULE(this.patternFactor)));
    const [only] = patterns;
    return patterns.length === 1 && only !== undefined
      ? only
      : { kind: 'PatternSequence', patterns, span: this.spanFrom(start) };
  });

  /** `a`, `(a b)`, with `*`, `+`, `?`, `{1,3}` */
  readonly patternFactor: Rule<RowPattern> = this.rule('patternFactor', () => {
    const start = this.mark();
    let pattern = this.SUBRULE(this.patternPrimary);
    this.OPTION(() => {
      let reluctant = false;
      const { min, max } = this.SUBRULE(this.occurrences);
      this.OPTION1(() => {
        this.CONSUME(T.Hook);
        reluctant = true;
      });
      pattern = { kind: 'PatternQuantifier', pattern, min, max, reluctant, span: this.spanFrom(start) };
    });
    return pattern;
  });

  readonly patternPrimary: Rule<RowPattern> = this.rule('patternPrimary', () => {
    const start = this.mark();
    return this.OR<RowPattern>([
      {
        ALT: () => {
          const name = this.SUBRULE(this.namePart);
          return { kind: 'PatternVariable', name, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.LeftParen);
          const pattern = this.SUBRULE(this.rowPattern);
          this.CONSUME(T.RightParen);
          return pattern;
        },
      },
    ]);
  });

  readonly occurrences: Rule<Occurrences> = this.rule('occurrences', () =>
    this.OR<Occurrences>([
      { ALT: () => this.after(this.CONSUME(T.Star), { min: 0 }) },
      { ALT: () => this.after(this.CONSUME(T.Plus), { min: 1 }) },
      { ALT: () => this.after(this.CONSUME(T.Hook), { min: 0, max: 1 }) },
      { ALT: () => this.SUBRULE(this.bracedOccurrences) },
    ]),
  );

  /** `{2}`, `{2,}`, `{2,3}`, `{,3}` */
  readonly bracedOccurrences: Rule<Occurrences> = this.rule('bracedOccurrences', () => {
    let min: number | undefined;
    let max: number | undefined;
    let isRange = false;
    this.CONSUME(T.LeftBrace);
    this.OPTION(() => {
      min = this.SUBRULE(this.unsignedInteger);
    });
    this.OPTION1(() => {
      this.CONSUME(T.Comma);
      isRange = true;
      this.OPTION2(() => {
        max = this.SUBRULE1(this.unsignedInteger);
      });
    });
    this.CONSUME(T.RightBrace);
    return { min: min ?? 0, max: isRange ? max : min };
  });

  /** `s = (a, b)` */
  readonly patternSubset: Rule<PatternSubset> = this.rule('patternSubset', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.namePart);
    this.CONSUME(T.Equal);
    const variables = this.SUBRULE(this.parenthesizedNames);
    return { kind: 'PatternSubset', name, variables, span: this.spanFrom(start) };
  });

  /** `a AS condition` */
  readonly patternDefinition: Rule<PatternDefinition> = this.rule('patternDefinition', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.namePart);
    this.word('AS');
    const condition = this.SUBRULE(this.expression);
    return { kind: 'PatternDefinition', name, condition, span: this.spanFrom(start) };
  });
}

/** What stands behind FINAL where it is a column, not the word before a measure. */
const AFTER_FINAL_NAME: ReadonlySet<TokenType> = new Set([T.Dot, T.LeftParen, T.K.AS]);
