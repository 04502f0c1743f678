import type {
  Expression,
  GroupBy,
  NamedWindow,
  NamePart,
  OrderItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
  Star,
  TableReference,
  Values,
  ValuesRow,
  WithItem,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule } from './base-parser.js';
import { ClauseParser } from './clause-parser.js';

/** Queries but for what stands in FROM. */
export abstract class QueryParser extends ClauseParser {
  declare readonly fromClause: Rule<TableReference>;

  /** `[WITH …] body [ORDER BY …] [LIMIT …]` */
  override readonly query: Rule<Query> = this.rule('query', () => {
    const start = this.mark();
    let withItems: WithItem[] = [];
    let orderBy: OrderItem[] = [];
    let offset: Expression | undefined;
    let limit: Expression | undefined;
    this.OPTION(() => {
      withItems = this.SUBRULE(this.withClause);
    });
    const body = this.SUBRULE(this.setOperations);
    this.OPTION1(() => {
      orderBy = this.SUBRULE(this.orderBy);
    });
    this.OPTION2(() =>
      this.OR([
        {
          ALT: () => {
            limit = this.SUBRULE(this.limitClause);
            this.OPTION3(() => {
              offset = this.SUBRULE(this.offsetClause);
            });
          },
        },
        {
          ALT: () => {
            offset = this.SUBRULE1(this.offsetClause);
            this.OPTION4(() => {
              limit = this.SUBRULE(this.fetchClause);
            });
          },
        },
        {
          ALT: () => {
            limit = this.SUBRULE1(this.fetchClause);
          },
        },
      ]),
    );
    const whole: Query = { kind: 'Query', with: withItems, body, orderBy, offset, limit, span: this.spanFrom(start) };
    return body.kind === 'Query' && this.isBare(whole) ? body : whole;
  });

  readonly withClause: Rule<WithItem[]> = this.rule('withClause', () => {
    const items: WithItem[] = [];
    this.word('WITH');
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => items.push(this.SUBRULE(this.withItem)) });
    return items;
  });

  readonly withItem: Rule<WithItem> = this.rule('withItem', () => {
    const start = this.mark();
    let columns: NamePart[] | undefined;
    const name = this.SUBRULE(this.namePart);
    this.OPTION(() => {
      columns = this.SUBRULE(this.parenthesizedNames);
    });
    this.word('AS');
    this.CONSUME(T.LeftParen);
    const query = this.SUBRULE(this.query);
    this.CONSUME(T.RightParen);
    return { kind: 'WithItem', name, columns, query, span: this.spanFrom(start) };
  });

  /** `a UNION b EXCEPT c`; INTERSECT binds more strongly. */
  readonly setOperations: Rule<QueryBody> = this.rule('setOperations', () => {
    const start = this.mark();
    let left = this.SUBRULE(this.intersections);
    this.MANY(() => {
      const operator = this.oneOf(['UNION', 'EXCEPT']);
      const all = this.SUBRULE(this.allOrDistinct);
      const right = this.SUBRULE1(this.intersections);
      left = { kind: 'SetOperation', operator, all, left, right, span: this.spanFrom(start) } satisfies SetOperation;
    });
    return left;
  });

  readonly intersections: Rule<QueryBody> = this.rule('intersections', () => {
    const start = this.mark();
    let left = this.SUBRULE(this.queryTerm);
    this.MANY(() => {
      this.word('INTERSECT');
      const all = this.SUBRULE(this.allOrDistinct);
      const right = this.SUBRULE1(this.queryTerm);
      const span = this.spanFrom(start);
      left = { kind: 'SetOperation', operator: 'INTERSECT', all, left, right, span } satisfies SetOperation;
    });
    return left;
  });

  /** True for ALL; DISTINCT is the default. */
  readonly allOrDistinct: Rule<boolean> = this.rule('allOrDistinct', () => {
    let all = false;
    this.OPTION(() => {
      all = this.oneOf(['ALL', 'DISTINCT']) === 'ALL';
    });
    return all;
  });

  readonly queryTerm: Rule<QueryBody> = this.rule('queryTerm', () =>
    this.OR<QueryBody>([
      { ALT: () => this.SUBRULE(this.select) },
      { ALT: () => this.SUBRULE(this.values) },
      { ALT: () => this.SUBRULE(this.explicitTable) },
      { ALT: () => this.SUBRULE(this.parenthesizedQuery) },
    ]),
  );

  /** `(query)`: the bare body where nothing else is in the parentheses. */
  readonly parenthesizedQuery: Rule<QueryBody> = this.rule('parenthesizedQuery', () => {
    this.CONSUME(T.LeftParen);
    const query = this.SUBRULE(this.query);
    this.CONSUME(T.RightParen);
    return this.ACTION(() => (this.isBare(query) ? query.body : query));
  });

  /** True for a query that is nothing but its body. */
  private isBare({ with: items, orderBy, offset, limit }: Query): boolean {
    return items.length === 0 && orderBy.length === 0 && offset === undefined && limit === undefined;
  }

  readonly values: Rule<Values> = this.rule('values', () => {
    const start = this.mark();
    const rows: ValuesRow[] = [];
    this.word('VALUES');
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => rows.push(this.SUBRULE(this.valuesRow)) });
    return { kind: 'Values', rows, span: this.spanFrom(start) };
  });

  /** `(1, 'a')`, `ROW(1, 'a')`, `(ROW(1, 'a'))`, or one value. */
  readonly valuesRow: Rule<ValuesRow> = this.rule('valuesRow', () => {
    const start = this.mark();
    const row = this.SUBRULE(this.expression);
    const span = this.spanFrom(start);
    const isRow = row.kind === 'RowConstructor' && (row.explicit || row.span.start === span.start);
    return { kind: 'ValuesRow', values: isRow ? row.values : [row], span };
  });

  readonly explicitTable: Rule<QueryBody> = this.rule('explicitTable', () => {
    const start = this.mark();
    this.word('TABLE');
    const name = this.SUBRULE(this.identifier);
    return { kind: 'ExplicitTable', name, span: this.spanFrom(start) };
  });

  readonly select: Rule<Select> = this.rule('select', () => {
    const start = this.mark();
    const items: (SelectItem | Star)[] = [];
    let quantifier: Select['quantifier'];
    let clauses: FromClauses = { windows: [] };
    this.word('SELECT');
    const hints = this.SUBRULE(this.hints);
    this.OPTION(() => {
      quantifier = this.oneOf(['ALL', 'DISTINCT']);
    });
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => items.push(this.SUBRULE(this.selectItem)) });
    this.OPTION1(() => {
      clauses = this.SUBRULE(this.fromClauses);
    });
    return { kind: 'Select', hints, quantifier, items, ...clauses, span: this.spanFrom(start) };
  });

  /** FROM and what may only follow it. */
  readonly fromClauses: Rule<FromClauses> = this.rule('fromClauses', () => {
    let where: Expression | undefined;
    let groupBy: GroupBy | undefined;
    let having: Expression | undefined;
    let windows: NamedWindow[] = [];
    this.word('FROM');
    const from = this.SUBRULE(this.fromClause);
    this.OPTION(() => {
      where = this.SUBRULE(this.whereClause);
    });
    this.OPTION1(() => {
      groupBy = this.SUBRULE(this.groupBy);
    });
    this.OPTION2(() => {
      this.word('HAVING');
      having = this.SUBRULE(this.expression);
    });
    this.OPTION3(() => {
      windows = this.SUBRULE(this.windowClause);
    });
    return { from, where, groupBy, having, windows };
  });

  readonly whereClause: Rule<Expression> = this.rule('whereClause', () => {
    this.word('WHERE');
    return this.SUBRULE(this.expression);
  });

  readonly selectItem: Rule<SelectItem | Star> = this.rule('selectItem', () => {
    const start = this.mark();
    return this.OR<SelectItem | Star>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.after(this.CONSUME(T.Star), { kind: 'Star', span: this.spanFrom(start) }) },
        { GATE: () => this.isQualifiedStarAhead(), ALT: () => this.SUBRULE(this.qualifiedStar) },
        {
          ALT: () => {
            const expression = this.SUBRULE(this.expression);
            const alias = this.SUBRULE(this.optionalAlias);
            return { kind: 'SelectItem', expression, alias, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  private isQualifiedStarAhead(): boolean {
    let distance = 2;
    while (this.isToken(T.Dot, distance) && !this.isToken(T.Star, distance + 1)) distance += 2;
    return this.isToken(T.Dot, distance);
  }

  readonly qualifiedStar: Rule<Star> = this.rule('qualifiedStar', () => {
    const start = this.mark();
    const parts: NamePart[] = [];
    this.AT_LEAST_ONE(() => {
      parts.push(this.SUBRULE(this.namePart));
      this.CONSUME(T.Dot);
    });
    const { file, start: begin } = this.spanFrom(start);
    const end = parts.at(-1)?.span?.end ?? begin;
    this.CONSUME(T.Star);
    const qualifier = { kind: 'Identifier', parts, span: { file, start: begin, end } } as const;
    return { kind: 'Star', qualifier, span: this.spanFrom(start) };
  });

  /** `[AS] name`, if it is there. */
  readonly optionalAlias: Rule<NamePart | undefined> = this.rule('optionalAlias', () => {
    let alias: NamePart | undefined;
    this.OPTION(() => {
      this.OPTION1(() => this.word('AS'));
      alias = this.SUBRULE(this.namePart);
    });
    return alias;
  });

  readonly offsetClause: Rule<Expression> = this.rule('offsetClause', () => {
    this.word('OFFSET');
    const offset = this.SUBRULE(this.numericLiteral);
    this.OPTION(() => this.oneOf(['ROW', 'ROWS']));
    return offset;
  });

  /** `LIMIT n`; `LIMIT ALL` is no limit. */
  readonly limitClause: Rule<Expression | undefined> = this.rule('limitClause', () => {
    this.word('LIMIT');
    return this.OR<Expression | undefined>([
      { ALT: () => this.SUBRULE(this.numericLiteral) },
      {
        ALT: () => {
          this.word('ALL');
          return undefined;
        },
      },
    ]);
  });

  /** `FETCH FIRST n ROWS ONLY` */
  readonly fetchClause: Rule<Expression> = this.rule('fetchClause', () => {
    this.word('FETCH');
    this.oneOf(['FIRST', 'NEXT']);
    const limit = this.SUBRULE(this.numericLiteral);
    this.oneOf(['ROW', 'ROWS'], 1);
    this.word('ONLY');
    return limit;
  });
}

type FromClauses = Pick<Select, 'from' | 'where' | 'groupBy' | 'having' | 'windows'>;
