import type { TokenType } from 'chevrotain';
import type {
  Expression,
  JsonArrayAggExpression,
  JsonExpression,
  JsonObjectEntry,
  JsonOnNull,
  JsonQueryBehavior,
  JsonQueryExpression,
  JsonValueBehavior,
  OrderItem,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule } from './base-parser.js';
import { CallParser } from './call-parser.js';

/** A behaviour and when it applies: `NULL ON EMPTY`. */
interface On<B> {
  readonly behavior: B;
  readonly event: 'EMPTY' | 'ERROR';
}

/** The JSON functions of the SQL standard, which have a syntax of their own. */
export abstract class JsonParser extends CallParser {
  override readonly jsonExpression: Rule<JsonExpression> = this.rule('jsonExpression', () =>
    this.OR<JsonExpression>([
      { ALT: () => this.SUBRULE(this.jsonExists) },
      { ALT: () => this.SUBRULE(this.jsonValue) },
      { ALT: () => this.SUBRULE(this.jsonQuery) },
      { ALT: () => this.SUBRULE(this.jsonObject) },
      { ALT: () => this.SUBRULE(this.jsonArray) },
      { ALT: () => this.SUBRULE(this.jsonObjectAgg) },
      { ALT: () => this.SUBRULE(this.jsonArrayAgg) },
    ]),
  );

  /** `input, path [PASSING …]`. What is passed has no effect in Flink. */
  readonly jsonPath: Rule<{ input: Expression; path: Expression }> = this.rule('jsonPath', () => {
    const input = this.SUBRULE(this.expression);
    this.CONSUME(T.Comma);
    const path = this.SUBRULE1(this.expression);
    this.OPTION(() => {
      this.word('PASSING');
      this.AT_LEAST_ONE_SEP({
        SEP: T.Comma,
        DEF: () => {
          this.SUBRULE2(this.expression);
          this.word('AS');
          this.SUBRULE(this.namePart);
        },
      });
    });
    return { input, path };
  });

  readonly jsonExists: Rule<JsonExpression> = this.rule('jsonExists', () => {
    const start = this.mark();
    let onError: 'TRUE' | 'FALSE' | 'UNKNOWN' | 'ERROR' | undefined;
    this.word('JSON_EXISTS');
    this.CONSUME(T.LeftParen);
    const path = this.SUBRULE(this.jsonPath);
    this.OPTION(() => {
      onError = this.oneOf(['TRUE', 'FALSE', 'UNKNOWN', 'ERROR']);
      this.word('ON');
      this.word('ERROR', 1);
    });
    this.CONSUME(T.RightParen);
    return { kind: 'JsonExistsExpression', ...path, onError, span: this.spanFrom(start) };
  });

  readonly jsonValue: Rule<JsonExpression> = this.rule('jsonValue', () => {
    const start = this.mark();
    let returning: JsonQueryExpression['returning'];
    const on: { EMPTY?: JsonValueBehavior; ERROR?: JsonValueBehavior } = {};
    this.word('JSON_VALUE');
    this.CONSUME(T.LeftParen);
    const path = this.SUBRULE(this.jsonPath);
    this.OPTION(() => {
      this.word('RETURNING');
      returning = this.SUBRULE(this.castType);
    });
    this.MANY(() => {
      const { behavior, event } = this.SUBRULE(this.jsonValueOn);
      on[event] = behavior;
    });
    this.CONSUME(T.RightParen);
    const span = this.spanFrom(start);
    return { kind: 'JsonValueExpression', ...path, returning, onEmpty: on.EMPTY, onError: on.ERROR, span };
  });

  /** `NULL ON EMPTY`, `DEFAULT 0 ON ERROR` */
  readonly jsonValueOn: Rule<On<JsonValueBehavior>> = this.rule('jsonValueOn', () => {
    const start = this.mark();
    const behavior = this.OR<JsonValueBehavior>([
      {
        ALT: () =>
          this.after(this.word('NULL'), { kind: 'JsonValueBehavior', behavior: 'NULL', span: this.spanFrom(start) }),
      },
      {
        ALT: () =>
          this.after(this.word('ERROR'), { kind: 'JsonValueBehavior', behavior: 'ERROR', span: this.spanFrom(start) }),
      },
      {
        ALT: () => {
          this.word('DEFAULT');
          const defaultValue = this.SUBRULE(this.expression);
          return { kind: 'JsonValueBehavior', behavior: 'DEFAULT', defaultValue, span: this.spanFrom(start) };
        },
      },
    ]);
    this.word('ON');
    const event = this.oneOf(['EMPTY', 'ERROR'], 1);
    return { behavior, event };
  });

  readonly jsonQuery: Rule<JsonExpression> = this.rule('jsonQuery', () => {
    const start = this.mark();
    let returning: JsonQueryExpression['returning'];
    let wrapper: JsonQueryExpression['wrapper'];
    const on: { EMPTY?: JsonQueryBehavior; ERROR?: JsonQueryBehavior } = {};
    this.word('JSON_QUERY');
    this.CONSUME(T.LeftParen);
    const path = this.SUBRULE(this.jsonPath);
    this.OPTION(() => {
      this.word('RETURNING');
      returning = this.SUBRULE(this.castType);
    });
    this.OPTION1(() => {
      wrapper = this.SUBRULE(this.jsonWrapper);
    });
    this.MANY(() => {
      const { behavior, event } = this.SUBRULE(this.jsonQueryOn);
      on[event] = behavior;
    });
    this.CONSUME(T.RightParen);
    const span = this.spanFrom(start);
    return { kind: 'JsonQueryExpression', ...path, returning, wrapper, onEmpty: on.EMPTY, onError: on.ERROR, span };
  });

  /** `WITHOUT [ARRAY] WRAPPER`, `WITH [CONDITIONAL | UNCONDITIONAL] [ARRAY] WRAPPER` */
  readonly jsonWrapper: Rule<JsonQueryExpression['wrapper']> = this.rule('jsonWrapper', () => {
    let wrapper: JsonQueryExpression['wrapper'] = 'WITHOUT';
    this.OR([
      { ALT: () => this.word('WITHOUT') },
      {
        ALT: () => {
          this.word('WITH');
          wrapper = 'UNCONDITIONAL';
          this.OPTION(() => {
            wrapper = this.oneOf(['CONDITIONAL', 'UNCONDITIONAL'], 1);
          });
        },
      },
    ]);
    this.OPTION1(() => this.word('ARRAY'));
    this.word('WRAPPER');
    return wrapper;
  });

  /** `EMPTY ARRAY ON EMPTY`, `NULL ON ERROR` */
  readonly jsonQueryOn: Rule<On<JsonQueryBehavior>> = this.rule('jsonQueryOn', () => {
    const behavior = this.OR<JsonQueryBehavior>([
      { ALT: () => this.after(this.word('NULL'), 'NULL') },
      { ALT: () => this.after(this.word('ERROR'), 'ERROR') },
      { ALT: () => this.after(this.word('EMPTY'), `EMPTY ${this.oneOf(['ARRAY', 'OBJECT'], 1)}` as const) },
    ]);
    this.word('ON');
    const event = this.oneOf(['EMPTY', 'ERROR'], 2);
    return { behavior, event };
  });

  readonly jsonObject: Rule<JsonExpression> = this.rule('jsonObject', () => {
    const start = this.mark();
    const entries: JsonObjectEntry[] = [];
    this.word('JSON_OBJECT');
    this.CONSUME(T.LeftParen);
    this.OPTION({
      GATE: () => !this.isNullClauseAhead(),
      DEF: () => this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => entries.push(this.SUBRULE(this.jsonObjectEntry)) }),
    });
    const onNull = this.SUBRULE(this.jsonOnNull);
    this.CONSUME(T.RightParen);
    return { kind: 'JsonObjectExpression', entries, onNull, span: this.spanFrom(start) };
  });

  /** `[KEY] k VALUE v`, `k : v` */
  readonly jsonObjectEntry: Rule<JsonObjectEntry> = this.rule('jsonObjectEntry', () => {
    const start = this.mark();
    this.OPTION({ GATE: () => this.isKeyWordAhead(), DEF: () => this.word('KEY') });
    const key = this.SUBRULE(this.expression);
    this.OR([{ ALT: () => this.word('VALUE') }, { ALT: () => this.CONSUME(T.Colon) }]);
    const value = this.SUBRULE1(this.expression);
    return { kind: 'JsonObjectEntry', key, value, span: this.spanFrom(start) };
  });

  /** KEY is also a name: it is the word unless what follows shows that the name was the key. */
  private isKeyWordAhead(): boolean {
    return !AFTER_KEY_NAME.has(this.LA(2).tokenType);
  }

  private isNullClauseAhead(): boolean {
    return this.isWord('ON', 2) && (this.isWord('NULL') || this.isWord('ABSENT'));
  }

  /** `NULL ON NULL`, `ABSENT ON NULL`, if either is there. */
  readonly jsonOnNull: Rule<JsonOnNull | undefined> = this.rule('jsonOnNull', () => {
    let onNull: JsonOnNull | undefined;
    this.OPTION(() => {
      onNull = this.oneOf(['NULL', 'ABSENT']);
      this.word('ON');
      this.word('NULL', 1);
    });
    return onNull;
  });

  readonly jsonArray: Rule<JsonExpression> = this.rule('jsonArray', () => {
    const start = this.mark();
    let elements: Expression[] = [];
    this.word('JSON_ARRAY');
    this.CONSUME(T.LeftParen);
    this.OPTION({
      GATE: () => !this.isNullClauseAhead(),
      DEF: () => {
        elements = this.SUBRULE(this.expressionList);
      },
    });
    const onNull = this.SUBRULE(this.jsonOnNull);
    this.CONSUME(T.RightParen);
    return { kind: 'JsonArrayExpression', elements, onNull, span: this.spanFrom(start) };
  });

  readonly jsonObjectAgg: Rule<JsonExpression> = this.rule('jsonObjectAgg', () => {
    const start = this.mark();
    this.word('JSON_OBJECTAGG');
    this.CONSUME(T.LeftParen);
    const { key, value } = this.SUBRULE(this.jsonObjectEntry);
    const onNull = this.SUBRULE(this.jsonOnNull);
    this.CONSUME(T.RightParen);
    return { kind: 'JsonObjectAggExpression', key, value, onNull, span: this.spanFrom(start) };
  });

  readonly jsonArrayAgg: Rule<JsonArrayAggExpression> = this.rule('jsonArrayAgg', () => {
    const start = this.mark();
    let orderBy: OrderItem[] = [];
    this.word('JSON_ARRAYAGG');
    this.CONSUME(T.LeftParen);
    const element = this.SUBRULE(this.expression);
    this.OPTION(() => {
      orderBy = this.SUBRULE(this.orderBy);
    });
    const onNull = this.SUBRULE(this.jsonOnNull);
    this.CONSUME(T.RightParen);
    return { kind: 'JsonArrayAggExpression', element, orderBy, onNull, span: this.spanFrom(start) };
  });
}

/** What stands behind KEY where it is a column, not the word before a key. */
const AFTER_KEY_NAME: ReadonlySet<TokenType> = new Set([
  T.K.VALUE,
  T.Colon,
  T.Dot,
  T.Concat,
  T.LeftBracket,
  T.Star,
  T.Slash,
  T.Percent,
  T.Equal,
  T.K.IS,
]);
