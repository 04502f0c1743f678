import type {
  CaseBranch,
  CastExpression,
  CollectionQuery,
  Expression,
  FunctionCall,
  Identifier,
  JsonExpression,
  MapEntry,
  NamePart,
  TrimExpression,
} from '../ast/index.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { LiteralParser } from './literal-parser.js';

/** What operators stand between: literals, names, calls, CASE, CAST, constructors. */
export abstract class PrimaryParser extends LiteralParser {
  declare readonly keywordCall: Rule<FunctionCall>;
  declare readonly trimCall: Rule<TrimExpression>;
  declare readonly timestampCall: Rule<FunctionCall>;
  declare readonly jsonExpression: Rule<JsonExpression>;
  declare readonly callTail: RuleWith<[Start, Identifier], FunctionCall>;

  /** A primary with the accesses to its elements and fields. */
  readonly postfixExpression: Rule<Expression> = this.rule('postfixExpression', () => {
    const start = this.mark();
    let operand = this.SUBRULE(this.primary);
    this.MANY({
      GATE: () => !this.isToken(T.Star, 2),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              this.CONSUME(T.LeftBracket);
              const index = this.SUBRULE(this.expression);
              this.CONSUME(T.RightBracket);
              operand = { kind: 'ItemAccess', operand, index, span: this.spanFrom(start) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(T.Dot);
              const field = this.SUBRULE(this.namePart);
              operand = { kind: 'FieldAccess', operand, field, span: this.spanFrom(start) };
            },
          },
        ]),
    });
    return operand;
  });

  readonly primary: Rule<Expression> = this.rule('primary', () => this.OR<Expression>(this.primaries));

  // Made once, for this is where most of the parser's time goes. Some words that are no reserved ones begin forms of
  // their own: these have gates, and stand before what begins with a name.
  private readonly primaries = {
    IGNORE_AMBIGUITIES: true,
    DEF: [
      { ALT: () => this.SUBRULE(this.literal) },
      { GATE: () => this.isMapAhead(), ALT: () => this.SUBRULE(this.mapConstructor) },
      { GATE: () => this.isToken(T.LeftParen, 2), ALT: () => this.SUBRULE(this.tryCast) },
      { GATE: () => this.isToken(T.LeftParen, 2), ALT: () => this.SUBRULE(this.timestampCall) },
      { ALT: () => this.SUBRULE(this.nameOrCall) },
      { ALT: () => this.SUBRULE(this.keywordCall) },
      // Before reservedCall: USER is a function with and without parentheses.
      { ALT: () => this.SUBRULE(this.bareCall) },
      { ALT: () => this.SUBRULE(this.reservedCall) },
      { ALT: () => this.SUBRULE(this.interval) },
      { ALT: () => this.SUBRULE(this.caseExpression) },
      { ALT: () => this.SUBRULE(this.cast) },
      { ALT: () => this.SUBRULE(this.exists) },
      { ALT: () => this.SUBRULE(this.row) },
      { ALT: () => this.SUBRULE(this.arrayOrMultiset) },
      { ALT: () => this.SUBRULE(this.period) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
      { ALT: () => this.SUBRULE(this.trimCall) },
      { ALT: () => this.SUBRULE(this.jsonExpression) },
    ],
  };

  private isMapAhead(): boolean {
    return this.isToken(T.LeftBracket, 2) || (this.isToken(T.LeftParen, 2) && this.isQueryAhead(3));
  }

  readonly nameOrCall: Rule<Expression> = this.rule('nameOrCall', () => {
    const start = this.mark();
    const parts: NamePart[] = [];
    parts.push(this.namePartOf(this.CONSUME(T.Name)));
    this.MANY({
      GATE: () => !this.isToken(T.Star, 2),
      DEF: () => {
        this.CONSUME(T.Dot);
        parts.push(this.namePartOf(this.CONSUME1(T.Name)));
      },
    });
    const name: Identifier = { kind: 'Identifier', parts, span: this.spanFrom(start) };
    let result: Expression = name;
    this.OPTION(() => {
      result = this.SUBRULE(this.callTail, { ARGS: [start, name] });
    });
    return result;
  });

  /** A call by a reserved word: `UPPER(x)`, `LEFT(x, 2)`. */
  readonly reservedCall: Rule<FunctionCall> = this.rule('reservedCall', () => {
    const start = this.mark();
    const name = this.wordName(this.CONSUME(T.FunctionName));
    return this.SUBRULE(this.callTail, { ARGS: [start, name] });
  });

  /** `CURRENT_DATE`, `CURRENT_TIMESTAMP(3)` */
  readonly bareCall: Rule<FunctionCall> = this.rule('bareCall', () => {
    const start = this.mark();
    const name = this.wordName(
      this.OR([{ ALT: () => this.CONSUME(T.BareFunction) }, { ALT: () => this.word('USER') }]),
    );
    let result: FunctionCall = { kind: 'FunctionCall', name, syntax: 'bare', args: [], span: this.spanFrom(start) };
    this.OPTION(() => {
      result = this.SUBRULE(this.callTail, { ARGS: [start, name] });
    });
    return result;
  });

  /** The name of a function that is a reserved word. */
  protected wordName(token: { readonly image: string }): Identifier {
    const { image: text, span } = token as SqlToken;
    return { kind: 'Identifier', parts: [{ text, quoted: false, span }], span };
  }

  readonly caseExpression: Rule<Expression> = this.rule('caseExpression', () => {
    const start = this.mark();
    const branches: CaseBranch[] = [];
    let operand: Expression | undefined;
    let otherwise: Expression | undefined;
    this.word('CASE');
    this.OPTION(() => {
      operand = this.SUBRULE(this.expression);
    });
    this.AT_LEAST_ONE(() => branches.push(this.SUBRULE(this.caseBranch)));
    this.OPTION1(() => {
      this.word('ELSE');
      otherwise = this.SUBRULE1(this.expression);
    });
    this.word('END');
    return { kind: 'CaseExpression', operand, branches, otherwise, span: this.spanFrom(start) };
  });

  readonly caseBranch: Rule<CaseBranch> = this.rule('caseBranch', () => {
    const start = this.mark();
    this.word('WHEN');
    const conditions = this.SUBRULE(this.expressionList);
    this.word('THEN');
    const result = this.SUBRULE(this.expression);
    return { kind: 'CaseBranch', conditions, result, span: this.spanFrom(start) };
  });

  readonly cast: Rule<CastExpression> = this.rule('cast', () => {
    const start = this.mark();
    this.word('CAST');
    return this.SUBRULE(this.castTail, { ARGS: [start, 'CAST'] });
  });

  readonly tryCast: Rule<CastExpression> = this.rule('tryCast', () => {
    const start = this.mark();
    this.word('TRY_CAST');
    return this.SUBRULE(this.castTail, { ARGS: [start, 'TRY_CAST'] });
  });

  /** `(a AS t)` */
  readonly castTail: RuleWith<[Start, CastExpression['function']], CastExpression> = this.rule(
    'castTail',
    (start, name) => {
      this.CONSUME(T.LeftParen);
      const operand = this.SUBRULE(this.expression);
      this.word('AS');
      const type = this.OR<CastExpression['type']>([
        { ALT: () => this.SUBRULE(this.intervalType) },
        { ALT: () => this.SUBRULE(this.castType) },
      ]);
      this.CONSUME(T.RightParen);
      return { kind: 'CastExpression', function: name, operand, type, span: this.spanFrom(start) };
    },
  );

  readonly intervalType: Rule<CastExpression['type']> = this.rule('intervalType', () => {
    const start = this.mark();
    this.word('INTERVAL');
    const qualifier = this.SUBRULE(this.intervalQualifier);
    return { kind: 'IntervalType', qualifier, nullable: true, span: this.spanFrom(start) };
  });

  /** `EXISTS (SELECT …)`, `UNIQUE (SELECT …)` */
  readonly exists: Rule<Expression> = this.rule('exists', () => {
    const start = this.mark();
    const operator = this.oneOf(['EXISTS', 'UNIQUE']);
    this.CONSUME(T.LeftParen);
    const query = this.SUBRULE(this.query);
    this.CONSUME(T.RightParen);
    return { kind: 'ExistsPredicate', operator, query, span: this.spanFrom(start) };
  });

  /** `ROW(a, b)` */
  readonly row: Rule<Expression> = this.rule('row', () => {
    const start = this.mark();
    let values: Expression[] = [];
    this.word('ROW');
    this.CONSUME(T.LeftParen);
    this.OPTION(() => {
      values = this.SUBRULE(this.expressionList);
    });
    this.CONSUME(T.RightParen);
    return { kind: 'RowConstructor', explicit: true, values, span: this.spanFrom(start) };
  });

  /** `ARRAY[…]`, `MULTISET[…]`, or the same of a query in parentheses. */
  readonly arrayOrMultiset: Rule<Expression> = this.rule('arrayOrMultiset', () => {
    const start = this.mark();
    const collection = this.oneOf(['ARRAY', 'MULTISET']);
    return this.OR1<Expression>([
      {
        ALT: () => {
          const elements = this.SUBRULE(this.bracketedElements);
          const kind = collection === 'ARRAY' ? 'ArrayConstructor' : 'MultisetConstructor';
          return { kind, elements, span: this.spanFrom(start) };
        },
      },
      { ALT: () => this.SUBRULE(this.collectionQuery, { ARGS: [start, collection] }) },
    ]);
  });

  readonly collectionQuery: RuleWith<[Start, CollectionQuery['collection']], CollectionQuery> = this.rule(
    'collectionQuery',
    (start, collection) => {
      this.CONSUME(T.LeftParen);
      const query = this.SUBRULE(this.query);
      this.CONSUME(T.RightParen);
      return { kind: 'CollectionQuery', collection, query, span: this.spanFrom(start) };
    },
  );

  readonly bracketedElements: Rule<Expression[]> = this.rule('bracketedElements', () => {
    let elements: Expression[] = [];
    this.CONSUME(T.LeftBracket);
    this.OPTION(() => {
      elements = this.SUBRULE(this.expressionList);
    });
    this.CONSUME(T.RightBracket);
    return elements;
  });

  /** `MAP[k, v, …]`, `MAP(SELECT …)` */
  readonly mapConstructor: Rule<Expression> = this.rule('mapConstructor', () => {
    const start = this.mark();
    this.word('MAP');
    return this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.collectionQuery, { ARGS: [start, 'MAP'] }) },
      {
        ALT: () => {
          const entries: MapEntry[] = [];
          this.CONSUME(T.LeftBracket);
          this.MANY_SEP({ SEP: T.Comma, DEF: () => entries.push(this.SUBRULE(this.mapEntry)) });
          this.CONSUME(T.RightBracket);
          return { kind: 'MapConstructor', entries, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  /** `key, value` */
  readonly mapEntry: Rule<MapEntry> = this.rule('mapEntry', () => {
    const key = this.SUBRULE(this.expression);
    this.CONSUME(T.Comma);
    const value = this.SUBRULE1(this.expression);
    return { key, value };
  });

  /** `PERIOD (a, b)` */
  readonly period: Rule<Expression> = this.rule('period', () => {
    const mark = this.mark();
    this.word('PERIOD');
    this.CONSUME(T.LeftParen);
    const start = this.SUBRULE(this.expression);
    this.CONSUME(T.Comma);
    const end = this.SUBRULE1(this.expression);
    this.CONSUME(T.RightParen);
    return { kind: 'PeriodConstructor', start, end, span: this.spanFrom(mark) };
  });

  /** A subquery, a row, an expression in parentheses, or `(a - b) DAY`. */
  readonly parenthesized: Rule<Expression> = this.rule('parenthesized', () => {
    const start = this.mark();
    this.CONSUME(T.LeftParen);
    let result = this.OR<Expression>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.isQueryAhead(),
          ALT: () => ({ kind: 'ScalarSubquery', query: this.SUBRULE(this.query), span: this.spanFrom(start) }),
        },
        {
          ALT: () => {
            const values = this.SUBRULE(this.expressionList);
            const only = values[0];
            return values.length === 1 && only !== undefined
              ? only
              : { kind: 'RowConstructor', explicit: false, values, span: this.spanFrom(start) };
          },
        },
      ],
    });
    this.CONSUME(T.RightParen);
    if (result.kind === 'ScalarSubquery' || (result.kind === 'RowConstructor' && !result.explicit)) {
      result = { ...result, span: this.spanFrom(start) };
    }
    const inner = result;
    this.OPTION({
      GATE: () => inner.kind === 'BinaryExpression' && inner.operator === '-',
      DEF: () => {
        const qualifier = this.SUBRULE(this.intervalQualifier);
        if (inner.kind !== 'BinaryExpression') return;
        const { left, right } = inner;
        result = { kind: 'DateTimeDifference', left, right, qualifier, span: this.spanFrom(start) };
      },
    });
    return result;
  });
}
