import type { Diagnostic, SourceSpan } from '@tsql/core';
import {
  EarlyExitException,
  EmbeddedActionsParser,
  EOF,
  type IParserConfig,
  type IRecognitionException,
  type IToken,
  NoViableAltException,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import type {
  CharacterLiteral,
  DataType,
  Expression,
  Identifier,
  NamePart,
  NumericLiteral,
  OrderItem,
  Query,
  TableOption,
  WindowSpecification,
} from '../ast/index.js';
import type { GrammarWord } from '../lexer/grammar-words.js';
import type { SqlToken } from '../lexer/sql-token.js';
import * as T from '../lexer/token-types.js';
import { decodeCharacterText } from './character-text.js';
import { alternativesAt, type LookaheadFunction, PreparedLookahead, type TokenStream } from './prepared-lookahead.js';

/** A rule that is given what stands before it. */
export type RuleWith<A extends unknown[], R> = ParserMethod<A, R> & ((...args: A) => R);
/** A rule without arguments. */
export type Rule<R> = RuleWith<[], R>;

/** Where a node begins: the token that is taken next. */
export type Start = SqlToken | undefined;

/** What chevrotain's parser has and does not declare. */
interface ChevrotainInternals {
  selfAnalysisDone: boolean;
  tokenMatcher: (token: IToken, type: TokenType) => boolean;
  readonly lookAheadFuncsCache: ReadonlyMap<number, LookaheadFunction>;
  /** Notes an error and the rules it arose in. */
  SAVE_ERROR(error: IRecognitionException): Error;
}

/** What is looked for at one place. */
export interface Observed {
  /** The token's number. */
  readonly index: number;
  readonly accepted: Set<TokenType>;
  /** Those among them that are not looked for merely because any name can stand there. */
  readonly meant: Set<TokenType>;
}

function note({ accepted, meant }: Observed, types: readonly TokenType[]): void {
  const isAnyName = types.includes(T.Word);
  for (const type of types) {
    accepted.add(type);
    if (!isAnyName || type === T.Word || !type.CATEGORIES?.includes(T.Name)) meant.add(type);
  }
}

const NO_POSITION = { offset: 0, line: 1, column: 1 };
const NO_SPAN: SourceSpan = { file: '', start: NO_POSITION, end: NO_POSITION };

// One token of lookahead everywhere: where that does not decide, a GATE looks further. The self-analysis, which runs at
// each start, stays small that way.
const CONFIG: IParserConfig = { maxLookahead: 1, recoveryEnabled: false, nodeLocationTracking: 'none' };

/** Names, texts, spans: what all rules share. Rules of classes further down the chain are declared here. */
export abstract class BaseParser extends EmbeddedActionsParser {
  declare readonly dataType: Rule<DataType>;
  declare readonly query: Rule<Query>;
  declare readonly expression: RuleWith<[number?], Expression>;
  declare readonly expressionList: Rule<Expression[]>;
  declare readonly orderBy: Rule<OrderItem[]>;
  declare readonly orderItem: Rule<OrderItem>;
  declare readonly windowSpecification: Rule<WindowSpecification>;

  /** Faults that the rules allow and Flink's parser refuses, such as a DATE literal that is no date. */
  readonly findings: Diagnostic[] = [];
  private closing: ReadonlyMap<number, number> = new Map();
  private tokenCount = 0;
  private observed: Observed | undefined;

  private readonly ruleNames: string[] = [];
  private readonly lookahead: PreparedLookahead | undefined;

  /** With `config` the parser analyses its grammar; without, the prepared result of that is used. */
  protected constructor(config?: IParserConfig) {
    // The vocabulary is of use to the analysis only. What is there must tell that there are categories.
    super(config === undefined ? [T.Name] : T.ALL_TOKEN_TYPES, { ...CONFIG, ...config });
    this.lookahead = config === undefined ? new PreparedLookahead() : undefined;
  }

  /** To be called when all rules are declared. */
  protected ready(): void {
    if (this.lookahead?.isFor(this.ruleNames) !== true) this.performSelfAnalysis();
    else (this as unknown as ChevrotainInternals).selfAnalysisDone = true;
    makeFast(this);
  }

  /** Chevrotain's own method: the function that decides at one place of a rule. */
  protected getLaFuncFromCache(key: number): LookaheadFunction | undefined {
    const decide = this.lookahead?.at(key) ?? (this as unknown as ChevrotainInternals).lookAheadFuncsCache.get(key);
    return decide === undefined || this.observed === undefined ? decide : this.observing(key, decide);
  }

  /** Declares a rule; the declared type of the field gives the types of arguments and result. */
  protected rule<A extends unknown[], R>(name: string, implementation: (...args: A) => R): RuleWith<A, R> {
    this.ruleNames.push(name);
    return this.RULE(name, implementation) as RuleWith<A, R>;
  }

  /** Points the parser at tokens. */
  load(tokens: readonly SqlToken[]): void {
    this.findings.length = 0;
    this.tokenCount = tokens.length;
    this.closing = closingParentheses(tokens);
    this.input = tokens as SqlToken[];
  }

  /** Notes the types of all tokens that are looked for where the token with that number stands. */
  observe(observed: Observed): void {
    const internals = this as unknown as ChevrotainInternals;
    const { tokenMatcher } = internals;
    this.observed = observed;
    internals.tokenMatcher = (token, type) => {
      if (type !== EOF && this.isObserved(token)) note(observed, [type === T.Name ? T.Word : type]);
      return tokenMatcher(token, type);
    };
    this.stopObserving = () => {
      internals.tokenMatcher = tokenMatcher;
      this.observed = undefined;
    };
  }

  stopObserving = (): void => undefined;

  private isObserved(token: IToken): boolean {
    return this.observed !== undefined && ((token as SqlToken).index ?? this.tokenCount) === this.observed.index;
  }

  private observing(key: number, decide: LookaheadFunction): LookaheadFunction {
    const { observed } = this;
    return (alternatives) => {
      const isHere = this.isObserved(this.LA(1));
      alternativesAt(key).forEach((types, number) => {
        if (isHere && observed && alternatives?.[number]?.GATE?.call(this) !== false) note(observed, types);
      });
      return decide.call(this as unknown as TokenStream, alternatives);
    };
  }

  // Chevrotain lists what was expected here, by walking the grammar. Ours is found another way (`observe`),
  // so these two, which are its own methods, only stop.
  protected raiseNoAltException(): never {
    throw this.stop(new NoViableAltException('', this.LA(1), this.LA(0)));
  }

  protected raiseEarlyExitException(): never {
    throw this.stop(new EarlyExitException('', this.LA(1), this.LA(0)));
  }

  private stop(error: IRecognitionException): Error {
    return (this as unknown as ChevrotainInternals).SAVE_ERROR(error);
  }

  /** Where the next node begins. */
  protected mark(): Start {
    return this.LA(1) as SqlToken;
  }

  /** From `start` to the last token taken. */
  protected spanFrom(start: Start): SourceSpan {
    const first = start?.span;
    const last = (this.LA(0) as SqlToken | undefined)?.span;
    if (first === undefined || last === undefined) return NO_SPAN;
    return { file: first.file, start: first.start, end: last.end };
  }

  /** Takes a word. `index` tells apart places in one rule that take the same word. */
  protected word(word: GrammarWord, index = 0): IToken {
    return this.consume(index, T.K[word]);
  }

  /** The last of its arguments: what an alternative gives after its tokens were taken. */
  protected after<V>(...parts: readonly [...tokens: IToken[], value: V]): V {
    return parts.at(-1) as V;
  }

  /** True if the token at a distance is that word. */
  protected isWord(word: GrammarWord, distance = 1): boolean {
    return this.LA(distance).tokenType === T.K[word];
  }

  protected isToken(type: TokenType, distance = 1): boolean {
    return this.LA(distance).tokenType === type;
  }

  /** Reports a fault that the rules do not know. */
  protected report(found: Diagnostic): void {
    if (!this.RECORDING_PHASE) this.findings.push(found);
  }

  /**
   * True where a query begins, seen from the token at a distance. Behind opening parentheses the token behind their end
   * decides: `((SELECT 1) UNION SELECT 2)` is a query, `((SELECT 1) + 2)` is not.
   */
  protected isQueryAhead(distance = 1): boolean {
    const token = this.LA(distance) as SqlToken;
    const type = token.tokenType;
    if (type === T.K.SELECT || type === T.K.VALUES || type === T.K.WITH) return true;
    if (type === T.K.TABLE) return !this.isToken(T.LeftParen, distance + 1);
    if (type !== T.LeftParen) return false;
    const close = this.closing.get(token.index);
    if (close === undefined) return this.isQueryAhead(distance + 1);
    return AFTER_QUERY.has(this.LA(distance + close - token.index + 1).tokenType) && this.isQueryAhead(distance + 1);
  }

  readonly namePart: Rule<NamePart> = this.rule('namePart', () => this.namePartOf(this.CONSUME(T.Name)));

  /** What a token says as a name. */
  protected namePartOf(token: IToken): NamePart {
    const { image, span } = token as SqlToken;
    return image.charCodeAt(0) === BACKTICK
      ? { text: image.slice(1, -1).replaceAll('``', '`'), quoted: true, span }
      : { text: image, quoted: false, span };
  }

  /** `a.b.c` */
  readonly identifier: Rule<Identifier> = this.rule('identifier', () => {
    const start = this.mark();
    const parts: NamePart[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Dot, DEF: () => parts.push(this.SUBRULE(this.namePart)) });
    return { kind: 'Identifier', parts, span: this.spanFrom(start) };
  });

  /** A simple name where the tree has an Identifier. */
  readonly simpleIdentifier: Rule<Identifier> = this.rule('simpleIdentifier', () => {
    const start = this.mark();
    const part = this.SUBRULE(this.namePart);
    return { kind: 'Identifier', parts: [part], span: this.spanFrom(start) };
  });

  readonly nameList: Rule<NamePart[]> = this.rule('nameList', () => {
    const names: NamePart[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => names.push(this.SUBRULE(this.namePart)) });
    return names;
  });

  /** `(a, b)` */
  readonly parenthesizedNames: Rule<NamePart[]> = this.rule('parenthesizedNames', () => {
    this.CONSUME(T.LeftParen);
    const names = this.SUBRULE(this.nameList);
    this.CONSUME(T.RightParen);
    return names;
  });

  /** `'a'`, with the texts that continue it: a line each. */
  readonly characterLiteral: Rule<CharacterLiteral> = this.rule('characterLiteral', () => {
    const start = this.mark();
    const images: string[] = [];
    let escapeImage: string | undefined;
    let last: SourceSpan | undefined;
    let sameLine: SourceSpan | undefined;
    this.AT_LEAST_ONE(() => {
      const { image, span: piece } = this.CONSUME(T.CharacterString) as SqlToken;
      images.push(image);
      if (last?.end.line === piece?.start.line) sameLine ??= piece;
      last = piece;
    });
    this.OPTION(() => {
      this.word('UESCAPE');
      escapeImage = this.CONSUME1(T.CharacterString).image;
    });
    const span = this.spanFrom(start);
    const text = escapeImage === undefined ? images.join('\n') : `${images.join('\n')} UESCAPE ${escapeImage}`;
    const value = this.ACTION(() => decodeCharacterText(images, escapeImage));
    return { kind: 'CharacterLiteral', value, text, ...(sameLine === undefined ? {} : { sameLine }), span };
  });

  readonly numericLiteral: Rule<NumericLiteral> = this.rule('numericLiteral', () => {
    const { image: text, span } = this.CONSUME(T.Numeric) as SqlToken;
    return { kind: 'NumericLiteral', text, approximate: /[eE]/.test(text), span };
  });

  readonly unsignedInteger: Rule<number> = this.rule('unsignedInteger', () => Number(this.CONSUME(T.Numeric).image));

  /** `(3)` */
  readonly precision: Rule<number> = this.rule('precision', () => {
    this.CONSUME(T.LeftParen);
    const value = this.SUBRULE(this.unsignedInteger);
    this.CONSUME(T.RightParen);
    return value;
  });

  /** `'key' = 'value'` */
  readonly tableOption: Rule<TableOption> = this.rule('tableOption', () => {
    const start = this.mark();
    const key = this.SUBRULE(this.characterLiteral);
    this.CONSUME(T.Equal);
    const value = this.SUBRULE1(this.characterLiteral);
    return { kind: 'TableOption', key, value, span: this.spanFrom(start) };
  });

  /** `('k' = 'v', …)` */
  readonly tableOptions: Rule<TableOption[]> = this.rule('tableOptions', () => {
    const options: TableOption[] = [];
    this.CONSUME(T.LeftParen);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => options.push(this.SUBRULE(this.tableOption)) });
    this.CONSUME(T.RightParen);
    return options;
  });

  /** `WITH ('k' = 'v', …)`, if it is there. */
  readonly withOptions: Rule<TableOption[] | undefined> = this.rule('withOptions', () => {
    let options: TableOption[] | undefined;
    this.OPTION(() => {
      this.word('WITH');
      options = this.SUBRULE(this.tableOptions);
    });
    return options;
  });

  /** `COMMENT 'x'`, if it is there. */
  readonly comment: Rule<CharacterLiteral | undefined> = this.rule('comment', () => {
    let comment: CharacterLiteral | undefined;
    this.OPTION(() => {
      this.word('COMMENT');
      comment = this.SUBRULE(this.characterLiteral);
    });
    return comment;
  });

  /** `IF NOT EXISTS`, if it is there. */
  readonly ifNotExists: Rule<boolean> = this.rule('ifNotExists', () => {
    let found = false;
    this.OPTION({
      GATE: () => this.isWord('NOT', 2),
      DEF: () => {
        this.word('IF');
        this.word('NOT');
        this.word('EXISTS');
        found = true;
      },
    });
    return found;
  });

  /** `IF EXISTS`, if it is there. */
  readonly ifExists: Rule<boolean> = this.rule('ifExists', () => {
    let found = false;
    this.OPTION({
      GATE: () => this.isWord('EXISTS', 2),
      DEF: () => {
        this.word('IF');
        this.word('EXISTS');
        found = true;
      },
    });
    return found;
  });
}

/** An object with hundreds of fields is a slow table to the engine, until it is the prototype of another. */
function makeFast(parser: object): void {
  const instance: { readonly any?: unknown } = Object.create(parser);
  for (let i = 0; i < 2; i++) void instance.any;
}

const BACKTICK = 0x60;

/** What may follow a query in parentheses that is itself part of a query. */
const AFTER_QUERY: ReadonlySet<TokenType> = new Set([
  T.K.UNION,
  T.K.INTERSECT,
  T.K.EXCEPT,
  T.K.ORDER,
  T.K.LIMIT,
  T.K.OFFSET,
  T.K.FETCH,
  T.RightParen,
]);

/** Numbers the tokens, and finds for each opening parenthesis the number of its closing one. */
function closingParentheses(tokens: readonly SqlToken[]): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    token.index = index;
    if (token.tokenType === T.LeftParen) open.push(index);
    else if (token.tokenType === T.RightParen) {
      const start = open.pop();
      if (start !== undefined) closing.set(start, index);
    }
  });
  return closing;
}
