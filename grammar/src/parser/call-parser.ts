import type {
  Expression,
  FunctionArgument,
  FunctionCall,
  Identifier,
  NamePart,
  OrderItem,
  TableArgument,
  TrimExpression,
  WindowSpecification,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import { PRECEDENCE } from '../precedence.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { ExpressionParser } from './expression-parser.js';

/** What may stand behind a call's parentheses. */
type CallSuffix = Pick<FunctionCall, 'nullTreatment' | 'withinGroup' | 'filter' | 'over'>;

/** Function calls: the plain ones, and those with words between their arguments. */
export abstract class CallParser extends ExpressionParser {
  /** `([DISTINCT] a, b) [FILTER (…)] [OVER …]` */
  override readonly callTail: RuleWith<[Start, Identifier], FunctionCall> = this.rule('callTail', (start, name) => {
    const args: FunctionArgument[] = [];
    let quantifier: FunctionCall['quantifier'];
    let orderBy: OrderItem[] | undefined;
    this.CONSUME(T.LeftParen);
    this.OPTION(() => {
      quantifier = this.oneOf(['ALL', 'DISTINCT']);
    });
    this.MANY_SEP({ SEP: T.Comma, DEF: () => args.push(this.SUBRULE(this.argument)) });
    this.OPTION1(() => {
      orderBy = this.SUBRULE(this.orderBy);
    });
    this.CONSUME(T.RightParen);
    const suffix = this.SUBRULE(this.callSuffix);
    const span = this.spanFrom(start);
    return { kind: 'FunctionCall', name, syntax: 'call', quantifier, args, orderBy, ...suffix, span };
  });

  /** `[IGNORE NULLS] [WITHIN GROUP (…)] [FILTER (WHERE …)] [OVER …]` */
  readonly callSuffix: Rule<CallSuffix> = this.rule('callSuffix', () => {
    let nullTreatment: FunctionCall['nullTreatment'];
    let withinGroup: OrderItem[] | undefined;
    let filter: Expression | undefined;
    let over: FunctionCall['over'];
    this.OPTION({
      GATE: () => this.isWord('NULLS', 2),
      DEF: () => {
        nullTreatment = `${this.oneOf(['IGNORE', 'RESPECT'])} NULLS`;
        this.word('NULLS');
      },
    });
    this.OPTION1({
      GATE: () => this.isWord('GROUP', 2),
      DEF: () => {
        this.word('WITHIN');
        this.word('GROUP');
        this.CONSUME(T.LeftParen);
        withinGroup = this.SUBRULE(this.orderBy);
        this.CONSUME(T.RightParen);
      },
    });
    this.OPTION2(() => {
      this.word('FILTER');
      this.CONSUME1(T.LeftParen);
      this.word('WHERE');
      filter = this.SUBRULE(this.expression);
      this.CONSUME1(T.RightParen);
    });
    this.OPTION3(() => {
      over = this.SUBRULE(this.over);
    });
    return { nullTreatment, withinGroup, filter, over };
  });

  readonly over: Rule<WindowSpecification | NamePart> = this.rule('over', () => {
    this.word('OVER');
    return this.OR<WindowSpecification | NamePart>([
      { ALT: () => this.SUBRULE(this.windowSpecification) },
      { ALT: () => this.SUBRULE(this.namePart) },
    ]);
  });

  /** An expression, `*`, DEFAULT, a table, `name => value`, or columns for DESCRIPTOR. */
  readonly argument: Rule<FunctionArgument> = this.rule('argument', () => {
    const start = this.mark();
    return this.OR<FunctionArgument>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.isToken(T.Arrow, 2), ALT: () => this.SUBRULE(this.namedArgument) },
        { GATE: () => this.isToken(T.LeftParen, 2), ALT: () => this.SUBRULE(this.descriptor) },
        { ALT: () => this.after(this.CONSUME(T.Star), { kind: 'Star', span: this.spanFrom(start) }) },
        { ALT: () => this.after(this.word('DEFAULT'), { kind: 'DefaultArgument', span: this.spanFrom(start) }) },
        { GATE: () => !this.isToken(T.LeftParen) && this.isQueryAhead(), ALT: () => this.SUBRULE(this.tableArgument) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
    });
  });

  readonly namedArgument: Rule<FunctionArgument> = this.rule('namedArgument', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.namePart);
    this.CONSUME(T.Arrow);
    const value = this.SUBRULE(this.argument);
    return { kind: 'NamedArgument', name, value, span: this.spanFrom(start) };
  });

  /** `DESCRIPTOR(a, b)` */
  readonly descriptor: Rule<FunctionArgument> = this.rule('descriptor', () => {
    const start = this.mark();
    this.word('DESCRIPTOR');
    const columns = this.SUBRULE(this.parenthesizedNames);
    return { kind: 'DescriptorArgument', columns, span: this.spanFrom(start) };
  });

  /** `TABLE t [PARTITION BY …] [ORDER BY …]`, or a query in its place. */
  readonly tableArgument: Rule<TableArgument> = this.rule('tableArgument', () => {
    const start = this.mark();
    let orderBy: OrderItem[] = [];
    let partitionBy: Identifier[] = [];
    const table = this.OR<TableArgument['table']>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.word('TABLE');
            const name = this.SUBRULE(this.identifier);
            return { kind: 'TableRef', name, hints: [], span: this.spanFrom(start) };
          },
        },
        { ALT: () => this.SUBRULE(this.query) },
      ],
    });
    this.OPTION(() => {
      partitionBy = this.SUBRULE(this.argumentPartitionBy);
    });
    this.OPTION1(() => {
      orderBy = this.SUBRULE(this.argumentOrderBy);
    });
    return { kind: 'TableArgument', table, partitionBy, orderBy, span: this.spanFrom(start) };
  });

  /** `PARTITION BY a`, `PARTITION BY (a, b)` */
  readonly argumentPartitionBy: Rule<Identifier[]> = this.rule('argumentPartitionBy', () => {
    const columns: Identifier[] = [];
    this.word('PARTITION');
    this.word('BY');
    this.OR([
      { ALT: () => columns.push(this.SUBRULE(this.simpleIdentifier)) },
      {
        ALT: () => {
          this.CONSUME(T.LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => columns.push(this.SUBRULE1(this.simpleIdentifier)) });
          this.CONSUME(T.RightParen);
        },
      },
    ]);
    return columns;
  });

  /** `ORDER BY a`, `ORDER BY (a, b)`: without parentheses the comma would be the call's. */
  readonly argumentOrderBy: Rule<OrderItem[]> = this.rule('argumentOrderBy', () => {
    const items: OrderItem[] = [];
    this.word('ORDER');
    this.word('BY');
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(T.LeftParen);
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => items.push(this.SUBRULE(this.orderItem)) });
            this.CONSUME(T.RightParen);
          },
        },
        { ALT: () => items.push(this.SUBRULE1(this.orderItem)) },
      ],
    });
    return items;
  });

  /** Functions with words between their arguments. */
  override readonly keywordCall: Rule<FunctionCall> = this.rule('keywordCall', () =>
    this.OR<FunctionCall>([
      { ALT: () => this.SUBRULE(this.extract) },
      { ALT: () => this.SUBRULE(this.position) },
      { ALT: () => this.SUBRULE(this.overlay) },
      { ALT: () => this.SUBRULE(this.substring) },
      { ALT: () => this.SUBRULE(this.rounding) },
      { ALT: () => this.SUBRULE(this.conversion) },
    ]),
  );

  /** `EXTRACT(unit FROM a)` */
  readonly extract: Rule<FunctionCall> = this.rule('extract', () => {
    const start = this.mark();
    const name = this.wordName(this.word('EXTRACT'));
    this.CONSUME(T.LeftParen);
    const unit = this.SUBRULE(this.timeUnit);
    this.word('FROM');
    const operand = this.SUBRULE(this.expression);
    this.CONSUME(T.RightParen);
    return this.call(start, name, 'keywords', [unit, operand]);
  });

  /** `POSITION(a IN b [FROM c])` */
  readonly position: Rule<FunctionCall> = this.rule('position', () => {
    const start = this.mark();
    const args: Expression[] = [];
    const name = this.wordName(this.word('POSITION'));
    this.CONSUME(T.LeftParen);
    args.push(this.SUBRULE(this.expression, { ARGS: [PRECEDENCE.IN + 1] }));
    this.word('IN');
    args.push(this.SUBRULE1(this.expression));
    this.OPTION(() => {
      this.word('FROM');
      args.push(this.SUBRULE2(this.expression));
    });
    this.CONSUME(T.RightParen);
    return this.call(start, name, 'keywords', args);
  });

  /** `OVERLAY(a PLACING b FROM c [FOR d])` */
  readonly overlay: Rule<FunctionCall> = this.rule('overlay', () => {
    const start = this.mark();
    const args: Expression[] = [];
    const name = this.wordName(this.word('OVERLAY'));
    this.CONSUME(T.LeftParen);
    args.push(this.SUBRULE(this.expression));
    this.word('PLACING');
    args.push(this.SUBRULE1(this.expression));
    this.word('FROM');
    args.push(this.SUBRULE2(this.expression));
    this.OPTION(() => {
      this.word('FOR');
      args.push(this.SUBRULE3(this.expression));
    });
    this.CONSUME(T.RightParen);
    return this.call(start, name, 'keywords', args);
  });

  /** `SUBSTRING(a FROM b [FOR c])`, `SUBSTRING(a, b[, c])` */
  readonly substring: Rule<FunctionCall> = this.rule('substring', () => {
    const start = this.mark();
    const args: Expression[] = [];
    let syntax: FunctionCall['syntax'] = 'call';
    const name = this.wordName(this.word('SUBSTRING'));
    this.CONSUME(T.LeftParen);
    args.push(this.SUBRULE(this.expression));
    this.OR([
      { ALT: () => this.CONSUME(T.Comma) },
      {
        ALT: () => {
          this.word('FROM');
          syntax = 'keywords';
        },
      },
    ]);
    args.push(this.SUBRULE1(this.expression));
    this.OPTION(() => {
      this.OR1([{ ALT: () => this.CONSUME1(T.Comma) }, { ALT: () => this.word('FOR') }]);
      args.push(this.SUBRULE2(this.expression));
    });
    this.CONSUME(T.RightParen);
    return this.call(start, name, syntax, args);
  });

  /** `CEIL(a [TO unit])`, `FLOOR(a [TO unit])` */
  readonly rounding: Rule<FunctionCall> = this.rule('rounding', () => {
    const start = this.mark();
    const args: FunctionArgument[] = [];
    let syntax: FunctionCall['syntax'] = 'call';
    let over: FunctionCall['over'];
    const name = this.wordName(
      this.OR([
        { ALT: () => this.word('CEIL') },
        { ALT: () => this.word('CEILING') },
        { ALT: () => this.word('FLOOR') },
      ]),
    );
    this.CONSUME(T.LeftParen);
    args.push(this.SUBRULE(this.expression));
    this.OPTION(() => {
      this.word('TO');
      args.push(this.SUBRULE(this.timeUnit));
      syntax = 'keywords';
    });
    this.CONSUME(T.RightParen);
    this.OPTION1(() => {
      over = this.SUBRULE(this.over);
    });
    return { ...this.call(start, name, syntax, args), over };
  });

  /** `CONVERT(a USING b)`, `TRANSLATE(a USING b)`, `TRANSLATE(a, b, c)` */
  readonly conversion: Rule<FunctionCall> = this.rule('conversion', () => {
    const start = this.mark();
    const args: FunctionArgument[] = [];
    let syntax: FunctionCall['syntax'] = 'call';
    const name = this.wordName(this.OR([{ ALT: () => this.word('CONVERT') }, { ALT: () => this.word('TRANSLATE') }]));
    this.CONSUME(T.LeftParen);
    args.push(this.SUBRULE(this.expression));
    this.OR1([
      {
        ALT: () => {
          this.word('USING');
          args.push(this.SUBRULE(this.simpleIdentifier));
          syntax = 'keywords';
        },
      },
      {
        ALT: () =>
          this.MANY(() => {
            this.CONSUME(T.Comma);
            args.push(this.SUBRULE1(this.expression));
          }),
      },
    ]);
    this.CONSUME(T.RightParen);
    return this.call(start, name, syntax, args);
  });

  /** `TIMESTAMPADD(unit, n, t)`, `TIMESTAMPDIFF(unit, a, b)` */
  override readonly timestampCall: Rule<FunctionCall> = this.rule('timestampCall', () => {
    const start = this.mark();
    const name = this.wordName(
      this.OR([{ ALT: () => this.word('TIMESTAMPADD') }, { ALT: () => this.word('TIMESTAMPDIFF') }]),
    );
    this.CONSUME(T.LeftParen);
    const unit = this.SUBRULE(this.timeUnit);
    this.CONSUME(T.Comma);
    const first = this.SUBRULE(this.expression);
    this.CONSUME1(T.Comma);
    const second = this.SUBRULE1(this.expression);
    this.CONSUME(T.RightParen);
    return this.call(start, name, 'call', [unit, first, second]);
  });

  /** `TRIM(a)`, `TRIM([BOTH | LEADING | TRAILING] [x] FROM a)` */
  override readonly trimCall: Rule<TrimExpression> = this.rule('trimCall', () => {
    const start = this.mark();
    let side: TrimExpression['side'];
    let characters: Expression | undefined;
    let operand: Expression | undefined;
    this.word('TRIM');
    this.CONSUME(T.LeftParen);
    this.OPTION(() => {
      side = this.oneOf(['BOTH', 'LEADING', 'TRAILING']);
    });
    this.OPTION1(() => {
      operand = this.SUBRULE(this.expression);
    });
    this.OPTION2({
      GATE: () => operand === undefined || this.isWord('FROM'),
      DEF: () => {
        this.word('FROM');
        characters = operand;
        operand = this.SUBRULE1(this.expression);
      },
    });
    this.CONSUME(T.RightParen);
    return { kind: 'TrimExpression', side, characters, operand: operand as Expression, span: this.spanFrom(start) };
  });

  private call(
    start: Start,
    name: Identifier,
    syntax: FunctionCall['syntax'],
    args: readonly FunctionArgument[],
  ): FunctionCall {
    return { kind: 'FunctionCall', name, syntax, args, span: this.spanFrom(start) };
  }
}
