import { diagnostic } from '@tsql/core';
import type { TokenType } from 'chevrotain';
import type { BinaryOperator, ComparisonOperator, Expression, IsTest, Query } from '../ast/index.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { PRECEDENCE } from '../precedence.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { PrimaryParser } from './primary-parser.js';

const { K } = T;

const COMPARISONS: readonly (readonly [TokenType, ComparisonOperator])[] = [
  [T.Equal, '='],
  [T.NotEqual, '<>'],
  [T.Less, '<'],
  [T.LessEqual, '<='],
  [T.Greater, '>'],
  [T.GreaterEqual, '>='],
];

const SYMBOLS: readonly (readonly [TokenType, BinaryOperator])[] = [
  [K.OR, 'OR'],
  [K.AND, 'AND'],
  [T.Plus, '+'],
  [T.Minus, '-'],
  [T.Star, '*'],
  [T.Slash, '/'],
  [T.Percent, '%'],
  [T.Concat, '||'],
  [K.OVERLAPS, 'OVERLAPS'],
  [K.CONTAINS, 'CONTAINS'],
  [K.EQUALS, 'EQUALS'],
  [K.PRECEDES, 'PRECEDES'],
  [K.SUCCEEDS, 'SUCCEEDS'],
];

/** How strongly the operator that begins with a token binds. */
const INFIX: ReadonlyMap<TokenType, number> = new Map<TokenType, number>([
  ...[...COMPARISONS, ...SYMBOLS].map(([type, operator]): [TokenType, number] => [type, PRECEDENCE[operator]]),
  [K.IS, PRECEDENCE.IS],
  [K.IN, PRECEDENCE.IN],
  [K.BETWEEN, PRECEDENCE.BETWEEN],
  [K.LIKE, PRECEDENCE.LIKE],
  [K.SIMILAR, PRECEDENCE.LIKE],
  [K.MEMBER, PRECEDENCE['MEMBER OF']],
  [K.SUBMULTISET, PRECEDENCE['SUBMULTISET OF']],
  [K.IMMEDIATELY, PRECEDENCE['IMMEDIATELY PRECEDES']],
]);

/** Operators: one rule that climbs precedences, instead of one rule for each level. */
export abstract class ExpressionParser extends PrimaryParser {
  /** An expression whose operators all bind at least as strongly as `minimum`. */
  override readonly expression: RuleWith<[number?], Expression> = this.rule('expression', (minimum = 0) => {
    const start = this.mark();
    let left = this.SUBRULE(this.prefixExpression);
    this.MANY({
      GATE: () => this.infixPrecedence() >= minimum,
      DEF: () => {
        const operand = left;
        left = this.OR<Expression>([
          { ALT: () => this.SUBRULE(this.comparison, { ARGS: [start, operand] }) },
          { ALT: () => this.SUBRULE(this.binary, { ARGS: [start, operand] }) },
          { ALT: () => this.SUBRULE(this.isTest, { ARGS: [start, operand] }) },
          { ALT: () => this.SUBRULE(this.predicate, { ARGS: [start, operand] }) },
        ]);
      },
    });
    return left;
  });

  override readonly expressionList: Rule<Expression[]> = this.rule('expressionList', () => {
    const expressions: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => expressions.push(this.SUBRULE(this.expression)) });
    return expressions;
  });

  /** How strongly the operator ahead binds; -1 if there is none. */
  private infixPrecedence(): number {
    const type = this.LA(1).tokenType;
    const next = this.LA(2).tokenType;
    if (type === K.NOT) return next === K.SUBMULTISET ? PRECEDENCE['SUBMULTISET OF'] : (NEGATABLE.get(next) ?? -1);
    if (type === K.MULTISET) return MULTISET_INFIX.get(next) ?? -1;
    if (type === K.IMMEDIATELY && next !== K.PRECEDES && next !== K.SUCCEEDS) return -1;
    return INFIX.get(type) ?? -1;
  }

  /** NOT, +, - and what they stand before. */
  readonly prefixExpression: Rule<Expression> = this.rule('prefixExpression', () =>
    this.OR<Expression>(this.prefixAlternatives),
  );

  private readonly prefixAlternatives = [
    { ALT: () => this.SUBRULE(this.negation) },
    { ALT: () => this.SUBRULE(this.signed) },
    { ALT: () => this.SUBRULE(this.postfixExpression) },
  ];

  readonly negation: Rule<Expression> = this.rule('negation', () => {
    const start = this.mark();
    this.word('NOT');
    const operand = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE.NOT] });
    return { kind: 'UnaryExpression', operator: 'NOT', operand, span: this.spanFrom(start) };
  });

  readonly signed: Rule<Expression> = this.rule('signed', () => {
    const start = this.mark();
    const operator = this.OR<'+' | '-'>([
      { ALT: () => this.after(this.CONSUME(T.Minus), '-') },
      { ALT: () => this.after(this.CONSUME(T.Plus), '+') },
    ]);
    const operand = this.SUBRULE(this.prefixExpression);
    return { kind: 'UnaryExpression', operator, operand, span: this.spanFrom(start) };
  });

  private readonly comparisons = COMPARISONS.map(([type, text]) => ({
    ALT: () => this.after(this.CONSUME(type), text),
  }));

  private readonly operators = [
    ...SYMBOLS.map(([type, text]) => ({ ALT: () => this.after(this.CONSUME(type), text) })),
    { ALT: () => this.SUBRULE(this.wordOperator) },
  ];

  /** `= b`, `> ALL (…)` */
  readonly comparison: RuleWith<[Start, Expression], Expression> = this.rule('comparison', (start, left) => {
    const operator = this.OR<ComparisonOperator>(this.comparisons);
    return this.OR1<Expression>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            const quantifier = this.oneOf(['ALL', 'ANY', 'SOME'], 2);
            const right = this.SUBRULE(this.queryOrList);
            const span = this.spanFrom(start);
            return { kind: 'QuantifiedComparison', operator, quantifier, operand: left, right, span };
          },
        },
        {
          ALT: () => {
            const right = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE['='] + 1] });
            return { kind: 'BinaryExpression', operator, left, right, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  /** `+ b`, `AND b`, `MULTISET UNION b` */
  readonly binary: RuleWith<[Start, Expression], Expression> = this.rule('binary', (start, left) => {
    const operator = this.OR<BinaryOperator>(this.operators);
    const right = this.SUBRULE(this.expression, { ARGS: [(PRECEDENCE[operator] ?? 0) + 1] });
    return { kind: 'BinaryExpression', operator, left, right, span: this.spanFrom(start) };
  });

  /** Operators of several words. */
  readonly wordOperator: Rule<BinaryOperator> = this.rule('wordOperator', () =>
    this.OR<BinaryOperator>([
      {
        ALT: () => {
          this.word('IMMEDIATELY');
          return `IMMEDIATELY ${this.oneOf(['PRECEDES', 'SUCCEEDS'], 1)}`;
        },
      },
      { ALT: () => this.after(this.word('MEMBER'), this.word('OF', 1), 'MEMBER OF') },
      {
        ALT: () => {
          this.word('MULTISET');
          const operation = this.oneOf(['UNION', 'INTERSECT', 'EXCEPT'], 2);
          let operator: BinaryOperator = `MULTISET ${operation}`;
          this.OPTION(() =>
            this.OR3([
              { ALT: () => this.word('ALL') },
              {
                ALT: () => {
                  this.word('DISTINCT');
                  operator = `MULTISET ${operation} DISTINCT`;
                },
              },
            ]),
          );
          return operator;
        },
      },
    ]),
  );

  /** `(query)` or `(a, b)` */
  readonly queryOrList: Rule<Query | Expression[]> = this.rule('queryOrList', () => {
    this.CONSUME(T.LeftParen);
    const result = this.OR<Query | Expression[]>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.isQueryAhead(), ALT: () => this.SUBRULE(this.query) },
        { ALT: () => this.SUBRULE(this.expressionList) },
      ],
    });
    this.CONSUME(T.RightParen);
    return result;
  });

  /** `IS [NOT] NULL | TRUE | JSON OBJECT | DISTINCT FROM b | …` */
  readonly isTest: RuleWith<[Start, Expression], Expression> = this.rule('isTest', (start, operand) => {
    let negated = false;
    this.word('IS');
    this.OPTION(() => {
      this.word('NOT');
      negated = true;
    });
    return this.OR<Expression>([
      {
        ALT: () => {
          this.word('DISTINCT');
          this.word('FROM');
          const right = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE['IS DISTINCT FROM'] + 1] });
          const operator = negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
          return { kind: 'BinaryExpression', operator, left: operand, right, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const test = this.SUBRULE(this.isTestWord);
          return { kind: 'IsExpression', operand, negated, test, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  readonly isTestWord: Rule<IsTest> = this.rule('isTestWord', () =>
    this.OR<IsTest>([
      { ALT: () => this.oneOf(['NULL', 'TRUE', 'FALSE', 'UNKNOWN', 'EMPTY'], 1) },
      { ALT: () => this.SUBRULE(this.aSet) },
      {
        ALT: () => {
          this.word('JSON');
          let test: IsTest = 'JSON VALUE';
          this.OPTION(() => {
            test = `JSON ${this.oneOf(['VALUE', 'OBJECT', 'ARRAY', 'SCALAR'], 2)}`;
          });
          return test;
        },
      },
    ]),
  );

  /** `A SET`. The first word is no word of the grammar anywhere else. */
  readonly aSet: Rule<IsTest> = this.rule('aSet', () => {
    const { image, span } = this.CONSUME(T.Word) as SqlToken;
    this.word('SET');
    if (image.toUpperCase() !== 'A') {
      this.report(diagnostic('TSQL_PARSE_UNEXPECTED', { found: image, expected: 'A SET' }, { span }));
    }
    return 'A SET';
  });

  /** `[NOT] IN …`, `[NOT] BETWEEN …`, `[NOT] LIKE …`, `[NOT] SUBMULTISET OF b` */
  readonly predicate: RuleWith<[Start, Expression], Expression> = this.rule('predicate', (start, operand) => {
    let negated = false;
    this.OPTION(() => {
      this.word('NOT');
      negated = true;
    });
    return this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.inPredicate, { ARGS: [start, operand, negated] }) },
      { ALT: () => this.SUBRULE(this.between, { ARGS: [start, operand, negated] }) },
      { ALT: () => this.SUBRULE(this.like, { ARGS: [start, operand, negated] }) },
      {
        ALT: () => {
          this.word('SUBMULTISET');
          this.word('OF');
          const right = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE['SUBMULTISET OF'] + 1] });
          const operator = negated ? 'NOT SUBMULTISET OF' : 'SUBMULTISET OF';
          return { kind: 'BinaryExpression', operator, left: operand, right, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  readonly inPredicate: RuleWith<[Start, Expression, boolean], Expression> = this.rule(
    'inPredicate',
    (start, operand, negated) => {
      this.word('IN');
      const values = this.SUBRULE(this.queryOrList);
      const span = this.spanFrom(start);
      return Array.isArray(values)
        ? { kind: 'InListPredicate', operand, negated, values, span }
        : { kind: 'InSubqueryPredicate', operand, negated, query: values as Query, span };
    },
  );

  readonly between: RuleWith<[Start, Expression, boolean], Expression> = this.rule(
    'between',
    (start, operand, negated) => {
      let symmetric = false;
      this.word('BETWEEN');
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.word('ASYMMETRIC') },
          {
            ALT: () => {
              this.word('SYMMETRIC');
              symmetric = true;
            },
          },
        ]),
      );
      const low = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE.AND + 1] });
      this.word('AND');
      const high = this.SUBRULE1(this.expression, { ARGS: [PRECEDENCE.BETWEEN + 1] });
      return { kind: 'BetweenPredicate', operand, negated, symmetric, low, high, span: this.spanFrom(start) };
    },
  );

  readonly like: RuleWith<[Start, Expression, boolean], Expression> = this.rule('like', (start, operand, negated) => {
    const operator = this.OR<'LIKE' | 'SIMILAR TO'>([
      { ALT: () => this.after(this.word('LIKE'), 'LIKE') },
      { ALT: () => this.after(this.word('SIMILAR'), this.word('TO'), 'SIMILAR TO') },
    ]);
    const pattern = this.SUBRULE(this.expression, { ARGS: [PRECEDENCE.LIKE + 1] });
    let escapeCharacter: Expression | undefined;
    this.OPTION(() => {
      this.word('ESCAPE');
      escapeCharacter = this.SUBRULE(this.postfixExpression);
    });
    const span = this.spanFrom(start);
    return { kind: 'LikePredicate', operator, operand, negated, pattern, escape: escapeCharacter, span };
  });
}

/** What may follow an infix NOT. */
const NEGATABLE: ReadonlyMap<TokenType, number> = new Map([
  [K.IN, PRECEDENCE.IN],
  [K.BETWEEN, PRECEDENCE.BETWEEN],
  [K.LIKE, PRECEDENCE.LIKE],
  [K.SIMILAR, PRECEDENCE.LIKE],
]);

const MULTISET_INFIX: ReadonlyMap<TokenType, number> = new Map([
  [K.UNION, PRECEDENCE['MULTISET UNION']],
  [K.INTERSECT, PRECEDENCE['MULTISET INTERSECT']],
  [K.EXCEPT, PRECEDENCE['MULTISET EXCEPT']],
]);
