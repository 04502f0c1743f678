import { diagnostic } from '@tsql/core';
import type { TokenType } from 'chevrotain';
import type { DateTimeLiteral, Expression, IntervalQualifier, IntervalUnit, Literal, TimeUnit } from '../ast/index.js';
import type { GrammarWord } from '../lexer/grammar-words.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import type { Rule } from './base-parser.js';
import { isDateTimeText } from './date-time-text.js';
import { TypeParser } from './type-parser.js';

const UNIT_WORDS: readonly (readonly [GrammarWord, IntervalUnit])[] = [
  ['YEAR', 'YEAR'],
  ['YEARS', 'YEAR'],
  ['MONTH', 'MONTH'],
  ['MONTHS', 'MONTH'],
  ['DAY', 'DAY'],
  ['DAYS', 'DAY'],
  ['HOUR', 'HOUR'],
  ['HOURS', 'HOUR'],
  ['MINUTE', 'MINUTE'],
  ['MINUTES', 'MINUTE'],
  ['SECOND', 'SECOND'],
  ['SECONDS', 'SECOND'],
];

/** What may follow TO, by the unit before it. */
const END_UNITS: Readonly<Partial<Record<IntervalUnit, readonly TokenType[]>>> = {
  YEAR: [T.K.MONTH, T.K.MONTHS],
  DAY: [T.K.HOUR, T.K.HOURS, T.K.MINUTE, T.K.MINUTES, T.K.SECOND, T.K.SECONDS],
  HOUR: [T.K.MINUTE, T.K.MINUTES, T.K.SECOND, T.K.SECONDS],
  MINUTE: [T.K.SECOND, T.K.SECONDS],
};

/** Reserved words that are units of time; the others (WEEK, QUARTER, …) are names. */
const RESERVED_UNITS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

/** Literals and units of time. */
export abstract class LiteralParser extends TypeParser {
  readonly literal: Rule<Literal> = this.rule('literal', () => {
    const start = this.mark();
    return this.OR<Literal>([
      { ALT: () => this.SUBRULE(this.numericLiteral) },
      { ALT: () => this.SUBRULE(this.characterLiteral) },
      {
        ALT: () => {
          const { image: text, span } = this.CONSUME(T.BinaryString) as SqlToken;
          return { kind: 'BinaryLiteral', hex: text.slice(2, -1).toUpperCase(), text, span };
        },
      },
      { ALT: () => this.after(this.word('NULL'), { kind: 'NullLiteral', span: this.spanFrom(start) }) },
      { ALT: () => this.after(this.word('TRUE'), { kind: 'BooleanLiteral', value: true, span: this.spanFrom(start) }) },
      {
        ALT: () => this.after(this.word('FALSE'), { kind: 'BooleanLiteral', value: false, span: this.spanFrom(start) }),
      },
      {
        ALT: () =>
          this.after(this.word('UNKNOWN'), { kind: 'BooleanLiteral', value: null, span: this.spanFrom(start) }),
      },
      { ALT: () => this.SUBRULE(this.dateTimeLiteral) },
    ]);
  });

  /** `DATE '2024-01-31'` */
  readonly dateTimeLiteral: Rule<DateTimeLiteral> = this.rule('dateTimeLiteral', () => {
    const start = this.mark();
    const type = this.OR<DateTimeLiteral['type']>([
      { ALT: () => this.after(this.word('DATE'), 'DATE') },
      { ALT: () => this.after(this.word('TIME'), 'TIME') },
      { ALT: () => this.after(this.word('TIMESTAMP'), 'TIMESTAMP') },
    ]);
    const value = this.SUBRULE(this.characterLiteral);
    this.ACTION(() => {
      if (!isDateTimeText(type, value.value)) {
        this.report(diagnostic('TSQL_PARSE_LITERAL', { text: value.value, type }, { span: value.span }));
      }
    });
    return { kind: 'DateTimeLiteral', type, value, span: this.spanFrom(start) };
  });

  /** `INTERVAL '1' DAY`, `INTERVAL 3 DAYS`, `INTERVAL (a + 1) DAY` */
  readonly interval: Rule<Expression> = this.rule('interval', () => {
    const start = this.mark();
    let negative = false;
    this.word('INTERVAL');
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(T.Plus) },
        {
          ALT: () => {
            this.CONSUME(T.Minus);
            negative = true;
          },
        },
      ]),
    );
    return this.OR1<Expression>([
      {
        ALT: () => {
          const value = this.SUBRULE(this.characterLiteral);
          const qualifier = this.SUBRULE(this.intervalQualifier);
          return { kind: 'IntervalLiteral', negative, value, qualifier, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const amount = this.SUBRULE(this.intervalAmount);
          const qualifier = this.SUBRULE(this.intervalStart);
          return { kind: 'IntervalExpression', negative, amount, qualifier, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  readonly intervalAmount: Rule<Expression> = this.rule('intervalAmount', () =>
    this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.numericLiteral) },
      {
        ALT: () => {
          this.CONSUME(T.LeftParen);
          const amount = this.SUBRULE(this.expression);
          this.CONSUME(T.RightParen);
          return amount;
        },
      },
      { ALT: () => this.SUBRULE(this.identifier) },
    ]),
  );

  /** `DAY(2) TO SECOND(3)`, `SECOND(2, 3)` */
  readonly intervalQualifier: Rule<IntervalQualifier> = this.rule('intervalQualifier', () => {
    const start = this.mark();
    let end: IntervalUnit | undefined;
    const first = this.SUBRULE(this.intervalStart);
    let { fractionalSecondPrecision } = first;
    this.OPTION({
      GATE: () => END_UNITS[first.start]?.includes(this.LA(2).tokenType) === true,
      DEF: () => {
        this.word('TO');
        end = this.SUBRULE(this.intervalUnit);
        this.OPTION1(() => {
          fractionalSecondPrecision = this.SUBRULE(this.precision);
        });
      },
    });
    return { ...first, end, fractionalSecondPrecision, span: this.spanFrom(start) };
  });

  /** `DAY(2)`, `SECOND(2, 3)`: a qualifier without TO. */
  readonly intervalStart: Rule<IntervalQualifier> = this.rule('intervalStart', () => {
    const mark = this.mark();
    let startPrecision: number | undefined;
    let fractionalSecondPrecision: number | undefined;
    const start = this.SUBRULE(this.intervalUnit);
    this.OPTION(() => {
      this.CONSUME(T.LeftParen);
      startPrecision = this.SUBRULE(this.unsignedInteger);
      this.OPTION1({
        GATE: () => start === 'SECOND',
        DEF: () => {
          this.CONSUME(T.Comma);
          fractionalSecondPrecision = this.SUBRULE1(this.unsignedInteger);
        },
      });
      this.CONSUME(T.RightParen);
    });
    return { kind: 'IntervalQualifier', start, startPrecision, fractionalSecondPrecision, span: this.spanFrom(mark) };
  });

  /** A unit, singular also where the plural is written. */
  readonly intervalUnit: Rule<IntervalUnit> = this.rule('intervalUnit', () =>
    this.OR<IntervalUnit>(UNIT_WORDS.map(([word, unit]) => ({ ALT: () => this.after(this.word(word), unit) }))),
  );

  /** A unit as an argument of EXTRACT, FLOOR, TIMESTAMPADD. */
  readonly timeUnit: Rule<TimeUnit> = this.rule('timeUnit', () => {
    const start = this.mark();
    this.OR([{ ALT: () => this.CONSUME(T.Name) }, ...RESERVED_UNITS.map((word) => ({ ALT: () => this.word(word) }))]);
    const { image } = this.LA(0);
    const unit = image.toUpperCase();
    const span = this.spanFrom(start);
    if (!TIME_UNITS.has(unit)) {
      this.report(diagnostic('TSQL_PARSE_UNEXPECTED', { found: image, expected: 'a unit of time' }, { span }));
    }
    return { kind: 'TimeUnit', unit, span };
  });
}

/** The units of time that Calcite knows. */
const TIME_UNITS: ReadonlySet<string> = new Set(
  `YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND NANOSECOND EPOCH DECADE CENTURY MILLENNIUM DOW
  DOY ISODOW ISOYEAR FRAC_SECOND SQL_TSI_FRAC_SECOND SQL_TSI_MICROSECOND SQL_TSI_SECOND SQL_TSI_MINUTE SQL_TSI_HOUR
  SQL_TSI_DAY SQL_TSI_WEEK SQL_TSI_MONTH SQL_TSI_QUARTER SQL_TSI_YEAR`.split(/\s+/),
);
