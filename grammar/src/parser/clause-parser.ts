import type {
  Expression,
  GroupBy,
  GroupingElement,
  HintOption,
  NamedWindow,
  NamePart,
  OrderItem,
  TableHint,
  WindowBound,
  WindowFrame,
  WindowSpecification,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule } from './base-parser.js';
import { JsonParser } from './json-parser.js';

/** The smaller clauses of a query: hints, GROUP BY, WINDOW, ORDER BY. */
export abstract class ClauseParser extends JsonParser {
  /** Hints in `/*+ … *​/`, if they are there. */
  readonly hints: Rule<TableHint[]> = this.rule('hints', () => {
    const hints: TableHint[] = [];
    this.OPTION(() => {
      this.CONSUME(T.HintBegin);
      this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => hints.push(this.SUBRULE(this.hint)) });
      this.CONSUME(T.HintEnd);
    });
    return hints;
  });

  readonly hint: Rule<TableHint> = this.rule('hint', () => {
    const start = this.mark();
    const options: HintOption[] = [];
    const args: TableHint['args'][number][] = [];
    const name = this.SUBRULE(this.namePart);
    this.OPTION(() => {
      this.CONSUME(T.LeftParen);
      this.MANY_SEP({
        SEP: T.Comma,
        DEF: () =>
          this.OR({
            IGNORE_AMBIGUITIES: true,
            DEF: [
              { GATE: () => this.isToken(T.Equal, 2), ALT: () => options.push(this.SUBRULE(this.hintOption)) },
              { ALT: () => args.push(this.SUBRULE(this.hintArgument)) },
            ],
          }),
      });
      this.CONSUME(T.RightParen);
    });
    return { kind: 'TableHint', name, options, args, span: this.spanFrom(start) };
  });

  readonly hintArgument: Rule<TableHint['args'][number]> = this.rule('hintArgument', () =>
    this.OR<TableHint['args'][number]>([
      { ALT: () => this.SUBRULE(this.identifier) },
      { ALT: () => this.SUBRULE(this.characterLiteral) },
      { ALT: () => this.SUBRULE(this.numericLiteral) },
    ]),
  );

  readonly hintOption: Rule<HintOption> = this.rule('hintOption', () => {
    const start = this.mark();
    const key = this.OR<HintOption['key']>([
      { ALT: () => this.SUBRULE(this.simpleIdentifier) },
      { ALT: () => this.SUBRULE(this.characterLiteral) },
    ]);
    this.CONSUME(T.Equal);
    const value = this.SUBRULE1(this.characterLiteral);
    return { kind: 'HintOption', key, value, span: this.spanFrom(start) };
  });

  readonly groupBy: Rule<GroupBy> = this.rule('groupBy', () => {
    const start = this.mark();
    let quantifier: GroupBy['quantifier'];
    this.word('GROUP');
    this.word('BY');
    this.OPTION(() => {
      quantifier = this.oneOf(['ALL', 'DISTINCT']);
    });
    const items = this.SUBRULE(this.groupingElements);
    return { kind: 'GroupBy', quantifier, items, span: this.spanFrom(start) };
  });

  readonly groupingElements: Rule<GroupingElement[]> = this.rule('groupingElements', () => {
    const elements: GroupingElement[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => elements.push(this.SUBRULE(this.groupingElement)) });
    return elements;
  });

  readonly groupingElement: Rule<GroupingElement> = this.rule('groupingElement', () => {
    const start = this.mark();
    return this.OR<GroupingElement>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.isWord('SETS', 2),
          ALT: () => {
            this.word('GROUPING');
            this.word('SETS');
            const elements = this.SUBRULE(this.parenthesizedElements);
            return { kind: 'GroupingSets', operator: 'GROUPING SETS', elements, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const operator = this.oneOf(['ROLLUP', 'CUBE'], 1);
            const elements = this.SUBRULE1(this.parenthesizedElements);
            return { kind: 'GroupingSets', operator, elements, span: this.spanFrom(start) };
          },
        },
        {
          GATE: () => this.isToken(T.RightParen, 2),
          ALT: () => {
            this.CONSUME(T.LeftParen);
            this.CONSUME(T.RightParen);
            return { kind: 'GroupingTuple', expressions: [], span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const element = this.SUBRULE(this.expression);
            return element.kind === 'RowConstructor' && !element.explicit
              ? { kind: 'GroupingTuple', expressions: element.values, span: this.spanFrom(start) }
              : element;
          },
        },
      ],
    });
  });

  readonly parenthesizedElements: Rule<GroupingElement[]> = this.rule('parenthesizedElements', () => {
    this.CONSUME(T.LeftParen);
    const elements = this.SUBRULE(this.groupingElements);
    this.CONSUME(T.RightParen);
    return elements;
  });

  readonly windowClause: Rule<NamedWindow[]> = this.rule('windowClause', () => {
    const windows: NamedWindow[] = [];
    this.word('WINDOW');
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => windows.push(this.SUBRULE(this.namedWindow)) });
    return windows;
  });

  readonly namedWindow: Rule<NamedWindow> = this.rule('namedWindow', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.namePart);
    this.word('AS');
    const specification = this.SUBRULE(this.windowSpecification);
    return { kind: 'NamedWindow', name, specification, span: this.spanFrom(start) };
  });

  /** `([w] [PARTITION BY …] [ORDER BY …] [ROWS …])` */
  override readonly windowSpecification: Rule<WindowSpecification> = this.rule('windowSpecification', () => {
    const start = this.mark();
    let reference: NamePart | undefined;
    let partitionBy: Expression[] = [];
    let orderBy: OrderItem[] = [];
    let frame: WindowFrame | undefined;
    this.CONSUME(T.LeftParen);
    this.OPTION(() => {
      reference = this.SUBRULE(this.namePart);
    });
    this.OPTION1(() => {
      this.word('PARTITION');
      this.word('BY');
      partitionBy = this.SUBRULE(this.expressionList);
    });
    this.OPTION2(() => {
      orderBy = this.SUBRULE(this.orderBy);
    });
    this.OPTION3(() => {
      frame = this.SUBRULE(this.windowFrame);
    });
    this.CONSUME(T.RightParen);
    return { kind: 'WindowSpecification', reference, partitionBy, orderBy, frame, span: this.spanFrom(start) };
  });

  readonly windowFrame: Rule<WindowFrame> = this.rule('windowFrame', () => {
    const mark = this.mark();
    const unit = this.oneOf(['ROWS', 'RANGE']);
    return this.OR1<WindowFrame>([
      {
        ALT: () => {
          this.word('BETWEEN');
          const start = this.SUBRULE(this.windowBound);
          this.word('AND');
          const end = this.SUBRULE1(this.windowBound);
          return { kind: 'WindowFrame', unit, start, end, span: this.spanFrom(mark) };
        },
      },
      {
        ALT: () => {
          const start = this.SUBRULE2(this.windowBound);
          return { kind: 'WindowFrame', unit, start, span: this.spanFrom(mark) };
        },
      },
    ]);
  });

  readonly windowBound: Rule<WindowBound> = this.rule('windowBound', () => {
    const start = this.mark();
    return this.OR<WindowBound>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.word('CURRENT');
            this.word('ROW');
            return { kind: 'WindowBound', bound: 'CURRENT ROW', span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            this.word('UNBOUNDED');
            const bound = `UNBOUNDED ${this.oneOf(['PRECEDING', 'FOLLOWING'], 1)}` as const;
            return { kind: 'WindowBound', bound, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const offset = this.SUBRULE(this.expression);
            const bound = this.oneOf(['PRECEDING', 'FOLLOWING'], 2);
            return { kind: 'WindowBound', bound, offset, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  override readonly orderBy: Rule<OrderItem[]> = this.rule('orderBy', () => {
    const items: OrderItem[] = [];
    this.word('ORDER');
    this.word('BY');
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => items.push(this.SUBRULE(this.orderItem)) });
    return items;
  });

  override readonly orderItem: Rule<OrderItem> = this.rule('orderItem', () => {
    const start = this.mark();
    let direction: OrderItem['direction'];
    let nulls: OrderItem['nulls'];
    const expression = this.SUBRULE(this.expression);
    this.OPTION(() => {
      direction = this.oneOf(['ASC', 'DESC']);
    });
    this.OPTION1(() => {
      this.word('NULLS');
      nulls = this.oneOf(['FIRST', 'LAST'], 1);
    });
    return { kind: 'OrderItem', expression, direction, nulls, span: this.spanFrom(start) };
  });
}
